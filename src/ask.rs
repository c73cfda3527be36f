//! Two questions to a person at a terminal: for a line, and for a secret that nobody else may read.

use crate::error::{Failure, Kind};
use crate::model::Secret;
use crate::ui::Ui;
use std::io;

/// Asks for a line; an empty answer takes the value in brackets, where there is one.
pub fn line(ui: &Ui, question: &str, preset: Option<&str>) -> Result<String, Failure> {
    let brackets = preset.map(|preset| format!(" [{preset}]")).unwrap_or_default();
    ui.say(&format!("{question}{brackets}: "));
    let mut answer = String::new();
    match io::stdin().read_line(&mut answer) {
        Ok(0) => Err(interrupted()),
        Ok(_) => Ok(Some(answer.trim()).filter(|text| !text.is_empty()).or(preset).unwrap_or_default().to_owned()),
        Err(error) => Err(Failure::failed("the answer could not be read").caused_by(error)),
    }
}

/// Asks for a secret: what is typed does not appear. The terminal is as before in any case.
pub fn secret(ui: &Ui, question: &str) -> Result<Secret, Failure> {
    ui.say(&format!("{question}: "));
    let answer = hidden::line();
    ui.say("\n");
    match answer {
        Ok(Some(text)) => Ok(Secret::new(text.trim().to_owned())),
        Ok(None) => Err(interrupted()),
        Err(error) => Err(Failure::failed("the answer could not be read").caused_by(error)),
    }
}

fn interrupted() -> Failure {
    Failure::new(Kind::Interrupted, "interrupted: nothing was stored")
}

#[cfg(unix)]
mod hidden {
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
    use std::io::{self, Read};

    /// The most that is read: far more than any token has.
    const LONGEST: usize = 16 * 1024;

    /// Puts the terminal back when it goes out of scope.
    struct Before(Termios);

    impl Drop for Before {
        fn drop(&mut self) {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
        }
    }

    /// A line that is not shown; none if the person pressed Ctrl-C, or Ctrl-D before anything else.
    ///
    /// Keys come one by one and Ctrl-C as a key, because a signal would end the program while the
    /// terminal still hides what is typed.
    pub fn line() -> io::Result<Option<String>> {
        let before = Before(tcgetattr(io::stdin())?);
        let mut quiet = before.0.clone();
        quiet.local_modes -= LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG;
        quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &quiet)?;
        let mut typed = Vec::new();
        for byte in io::stdin().lock().bytes() {
            match byte? {
                3 => return Ok(None),
                4 if typed.is_empty() => return Ok(None),
                b'\r' | b'\n' | 4 => return text(typed).map(Some),
                8 | 127 => erase(&mut typed),
                21 => typed.clear(),
                byte => typed.push(byte),
            }
            if typed.len() > LONGEST {
                return Err(io::Error::other("it is too long for a token"));
            }
        }
        Ok(None)
    }

    /// Takes back the last letter, whose bytes may be several.
    fn erase(typed: &mut Vec<u8>) {
        while typed.pop().is_some_and(|byte| byte & 0xC0 == 0x80) {}
    }

    fn text(typed: Vec<u8>) -> io::Result<String> {
        String::from_utf8(typed).map_err(|_| io::Error::other("it is not text"))
    }
}

#[cfg(not(unix))]
mod hidden {
    use std::io;

    /// A line that is not shown.
    pub fn line() -> io::Result<Option<String>> {
        dialoguer::console::Term::stderr().read_secure_line().map(Some)
    }
}
