//! The program as a process: signals, health, the command line.

mod accounts;
mod backup;
mod command_line;
mod connections;
mod demo;
mod export;
mod handshake;
mod health;
mod import;
mod migrate;
mod settings;
mod signals;
mod worker;
