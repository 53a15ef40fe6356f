//! The program `tribune`.

fn main() -> std::process::ExitCode {
    tribune::cli::run()
}
