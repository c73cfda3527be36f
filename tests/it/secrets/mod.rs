//! No secret leaves akctl where nobody asked for it: every command, at every verbosity and with every
//! failure, is run with marked secrets, and everything that it writes is searched for them.

#[cfg(unix)]
mod children;
mod commands;
mod marks;
mod network;
mod trouble;
