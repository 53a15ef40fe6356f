//! `tribune user`: what is done to accounts from the machine itself.

use std::io::BufRead;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::{Failure, open, tell};
use crate::config::Config;
use crate::domain::identity::{self, Registration};
use crate::viewer::Role;

#[derive(Args)]
pub(super) struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Make an account; the password is read from standard input.
    Create {
        /// What they sign in as, and what stands in the address of their page.
        username: String,
        /// Where their mail goes; they may sign in with it too.
        #[arg(long)]
        email: String,
        /// The name they go by; the username when left out.
        #[arg(long)]
        display_name: Option<String>,
        /// What they may do at all.
        #[arg(long, value_enum, default_value = "author")]
        role: RoleName,
    },
    /// Change what somebody may do at all; whoever they are signed in as, they are signed out.
    SetRole {
        /// Whose.
        username: String,
        /// What they may do from now on.
        role: RoleName,
    },
    /// Change somebody's password, read from standard input; they are signed out everywhere.
    SetPassword {
        /// Whose.
        username: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Reader,
    Author,
    Moderator,
    Admin,
}

impl From<RoleName> for Role {
    fn from(role: RoleName) -> Self {
        match role {
            RoleName::Reader => Self::Reader,
            RoleName::Author => Self::Author,
            RoleName::Moderator => Self::Moderator,
            RoleName::Admin => Self::Admin,
        }
    }
}

impl User {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let domain = open(config).await?;
        match self.action {
            Action::Create { username, email, display_name, role } => {
                let registration = Registration { username, email, password: read_password()?, display_name };
                let user =
                    identity::create_with_role(&domain, &registration, role.into()).await.map_err(tell)?;
                say!("{} is made, with the role {:?}.", user.username, user.role)?;
            }
            Action::SetRole { username, role } => {
                identity::set_role(&domain, &username, role.into()).await.map_err(tell)?;
                say!("{username} has the role {:?} now.", Role::from(role))?;
            }
            Action::SetPassword { username } => {
                identity::set_password(&domain, &username, &read_password()?).await.map_err(tell)?;
                say!("{username} has a new password.")?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// From standard input, so that it stands in no list of processes and no shell's history.
fn read_password() -> Result<String, Failure> {
    if std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        eprintln!("Password (it is shown as you type):");
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
