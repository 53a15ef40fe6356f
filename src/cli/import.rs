//! `tribune import`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::progress::Bar;
use super::{Failure, open};
use crate::config::Config;
use crate::import::import_folder;

#[derive(Args)]
pub(super) struct Import {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Subcommand)]
enum Kind {
    /// A folder of Markdown with YAML or TOML front matter, as Hugo, Zola and Jekyll keep it. Twice changes nothing.
    Markdown {
        /// The folder.
        folder: PathBuf,
        /// Whose the posts are that name no author.
        #[arg(long = "as", value_name = "USERNAME")]
        as_user: String,
    },
}

impl Import {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let Kind::Markdown { folder, as_user } = self.kind;
        let domain = open(config).await?;
        let mut bar = Bar::new("Importing");
        let report =
            import_folder(&domain, &folder, &as_user, &mut |done, total| bar.show("files", done, total))
                .await?;
        bar.end();
        say!("{}", report.table())?;
        Ok(if report.has_failures() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
