//! What became of a folder, for the person who imported it.

use std::fmt;
use std::path::{Path, PathBuf};

use comfy_table::{ContentArrangement, Table, presets};

/// Columns of text that a report is wide: what terminals and logs show without wrapping.
const WIDTH: u16 = 120;

/// What became of each file. Paths are relative to the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that became new posts.
    pub imported: u64,
    /// Files whose posts were changed after them.
    pub updated: u64,
    /// Files that say what they said before.
    pub unchanged: u64,
    /// Files that are none of an import's business, and why.
    pub skipped: Vec<(PathBuf, String)>,
    /// Files that should have come in and could not, and why.
    pub failed: Vec<(PathBuf, String)>,
    /// What was done otherwise than the files say, or left out.
    pub remarks: Vec<(PathBuf, String)>,
    /// Authors who had to be made.
    pub people_made: usize,
}

impl Report {
    /// Whether something did not come in that should have.
    pub fn has_failures(&self) -> bool {
        !self.failed.is_empty()
    }

    /// The counts, and below them each file about which there is something to say, what went wrong last.
    pub fn table(&self) -> String {
        let mut counts = Table::new();
        counts.load_style(presets::NOTHING);
        for (name, count) in [
            ("imported", self.imported.to_string()),
            ("updated", self.updated.to_string()),
            ("unchanged", self.unchanged.to_string()),
            ("skipped", self.skipped.len().to_string()),
            ("failed", self.failed.len().to_string()),
            ("people made", self.people_made.to_string()),
        ] {
            counts.add_row([name, &count]);
        }
        let counts = counts.trim_fmt();
        let files = [("remark", &self.remarks), ("skipped", &self.skipped), ("failed", &self.failed)];
        if files.iter().all(|(_, files)| files.is_empty()) {
            return counts;
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_width(WIDTH);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_header(["", "file", "reason"]);
        for (kind, files) in files {
            for (path, reason) in files {
                table.add_row([kind, &printable(path), reason]);
            }
        }
        format!("{counts}\n\n{}", table.trim_fmt())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.table())
    }
}

/// A file's name may hold anything, also what a terminal takes for a command.
fn printable(path: &Path) -> String {
    let shown = |letter: char| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter };
    path.display().to_string().chars().map(shown).collect()
}
