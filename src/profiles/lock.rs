//! One akctl at a time changes the profiles.

use crate::error::{Failure, Kind};
use std::fs::File;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// The file whose lock it is. It stays: whoever deleted it could let two in.
const FILE: &str = ".config.lock";

/// How long another akctl may take: a keyring may have to ask its owner.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait before the next try.
const PAUSE: Duration = Duration::from_millis(20);

/// The right to change the profiles, until it is dropped. The system takes it back from a process that
/// ends in any way, so none is ever left over.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock of the profiles in a folder.
    pub fn take(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let failed =
            |error: io::Error| Failure::failed(format!("{} could not be locked", path.display())).caused_by(error);
        let begin = Instant::now();
        loop {
            if let Some(file) = attempt(&path).map_err(failed)? {
                return Ok(Self { _file: file });
            }
            if begin.elapsed() > PATIENCE {
                let message = format!(
                    "another akctl has been changing the profiles in {} for {} seconds: nothing was changed",
                    folder.display(),
                    PATIENCE.as_secs()
                );
                return Err(Failure::new(Kind::Failed, message).hint("try it again when that one has ended"));
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// The file with its lock; none if somebody else has it.
#[cfg(unix)]
fn attempt(path: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    use std::os::unix::fs::OpenOptionsExt;
    let file = File::options().create(true).append(true).mode(0o600).open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::WOULDBLOCK | Errno::INTR) => Ok(None),
        // Some file systems have no locks; one akctl alone works there all the same.
        Ok(()) | Err(_) => Ok(Some(file)),
    }
}

/// The file with its lock; none if somebody else has it.
#[cfg(windows)]
fn attempt(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    /// `ERROR_SHARING_VIOLATION`.
    const IN_USE: i32 = 32;
    match File::options().create(true).append(true).share_mode(0).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(IN_USE) => Ok(None),
        Err(error) => Err(error),
    }
}
