//! The terminal as a question needs it: keys come one by one, nothing is echoed, and Ctrl-C is a key
//! like others. Held from the question to its answer, so that nothing that is typed or pasted between
//! two keys shows, and nothing that is pressed there is lost.

use dialoguer::console::Term;

/// Gives the terminal back when it is dropped.
pub(super) struct Hold {
    #[cfg(unix)]
    original: Option<rustix::termios::Termios>,
}

impl Hold {
    /// Takes the terminal. Where that fails, keys are read one by one all the same.
    #[cfg(unix)]
    pub fn take() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        crate::interrupt::guard();
        let input = std::io::stdin();
        let original = tcgetattr(&input).ok();
        if let Some(original) = &original {
            let mut held = original.clone();
            held.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
            let _ = tcsetattr(&input, OptionalActions::Now, &held);
        }
        Self { original }
    }

    /// Elsewhere keys come so anyway.
    #[cfg(not(unix))]
    pub fn take() -> Self {
        Self {}
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let _ = Term::stderr().show_cursor();
        #[cfg(unix)]
        if let Some(original) = &self.original {
            use rustix::termios::{OptionalActions, tcsetattr};
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, original);
        }
    }
}
