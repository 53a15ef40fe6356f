//! The program as a process: signals, health, the command line.

mod accounts;
mod command_line;
mod connections;
mod demo;
mod handshake;
mod health;
mod import;
mod migrate;
mod settings;
mod signals;
