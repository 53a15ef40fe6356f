use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::import::{FolderError, Outcome, read_folder};

/// A folder that is removed at the end, also of a test that fails.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("tribune-import-{}-{count}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, content) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        Self(folder)
    }

    /// Each outcome in one line.
    fn read(&self) -> Vec<String> {
        let line = |outcome| match outcome {
            Outcome::Document(document) => format!("{}: {}", document.source.display(), document.title),
            Outcome::Skipped { source, reason } => format!("skipped {}: {reason}", source.display()),
            Outcome::Failed { source, reason } => format!("failed {}: {reason}", source.display()),
        };
        read_folder(&self.0).unwrap().map(line).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing can be done about a folder that stays.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn markdown_files_are_read_in_order() {
    let folder = Folder::new(&[
        ("b.md", b"# B"),
        ("a/z.MD", b"# Z"),
        ("a/_index.md", b"# Section"),
        ("c.markdown", b"# C"),
        ("a.png", b"\x89"),
        (".hidden.md", b"# Hidden"),
        (".git/a.md", b"# Hidden"),
    ]);
    let expected =
        ["skipped a/_index.md: page of a section, not an article", "a/z.MD: Z", "b.md: B", "c.markdown: C"];
    assert_eq!(folder.read(), expected);
}

#[test]
fn unreadable_files_are_named_and_the_others_read() {
    let folder = Folder::new(&[
        ("broken.md", b"---\ntitle: a: b\n---\nText"),
        ("empty.md", b""),
        ("good.md", b"# Good"),
        ("latin.md", b"# Caf\xc3\xa9\nCaf\xe9\n"),
        ("unclosed.md", b"+++\ntitle = \"a\"\n"),
    ]);
    let expected = [
        "failed broken.md: front matter, line 2: mapping values are not allowed in this context",
        "skipped empty.md: is empty",
        "good.md: Good",
        "failed latin.md: is not UTF-8 from byte 11 (line 2) on; convert it to UTF-8",
        "failed unclosed.md: front matter, line 1: no closing `+++` follows this `+++`",
    ];
    assert_eq!(folder.read(), expected);
}

#[test]
fn a_file_too_large_is_not_read() {
    let folder = Folder::new(&[("exact.md", b""), ("huge.md", b""), ("little.md", b"")]);
    let resize = |name: &str, size: u64| {
        File::options().write(true).open(folder.0.join(name)).unwrap().set_len(size).unwrap();
    };
    resize("exact.md", 5 << 20);
    resize("huge.md", 50 << 20);
    resize("little.md", (5 << 20) + 1);
    let expected = [
        "failed exact.md: has a NUL character on line 1, so it is no text",
        "failed huge.md: is 50.0 MB; at most 5 MB is read",
        "failed little.md: is 5.1 MB; at most 5 MB is read",
    ];
    assert_eq!(folder.read(), expected);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let outside = Folder::new(&[("secret.md", b"# Secret")]);
    let folder = Folder::new(&[("a.md", b"# A"), ("sub/b.md", b"# B")]);
    let link = |target: &Path, name: &str| symlink(target, folder.0.join(name)).unwrap();
    link(&outside.0.join("secret.md"), "out.md");
    link(&outside.0, "outfolder");
    link(Path::new("a.md"), "in.md");
    link(Path::new("."), "loop");
    link(Path::new("nowhere"), "nowhere.md");
    link(&outside.0.join("secret.md"), "picture.png");
    let expected = [
        "a.md: A",
        "skipped in.md: symbolic link",
        "skipped loop: symbolic link",
        "skipped nowhere.md: symbolic link",
        "skipped out.md: symbolic link that leads out of the folder",
        "skipped outfolder: symbolic link that leads out of the folder",
        "sub/b.md: B",
    ];
    assert_eq!(folder.read(), expected);
}

#[cfg(unix)]
#[test]
fn files_and_folders_without_permission_are_named() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new(&[("a.md", b"# A"), ("closed/b.md", b"# B"), ("z.md", b"# Z")]);
    let set = |name: &str, mode| {
        fs::set_permissions(folder.0.join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    set("a.md", 0o000);
    set("closed", 0o000);
    let outcomes = folder.read();
    let permitted = fs::read(folder.0.join("a.md")).is_ok();
    set("closed", 0o700);
    // Nothing is closed to the superuser.
    if permitted {
        assert_eq!(outcomes, ["a.md: A", "closed/b.md: B", "z.md: Z"]);
    } else {
        assert!(outcomes[0].starts_with("failed a.md: cannot be read: "), "{outcomes:?}");
        assert!(outcomes[1].starts_with("failed closed: cannot be read: "), "{outcomes:?}");
        assert_eq!(outcomes[2], "z.md: Z");
    }
}

#[test]
fn a_folder_that_is_none_is_an_error() {
    let folder = Folder::new(&[("a.md", b"# A")]);
    let missing = folder.0.join("missing");
    assert!(matches!(read_folder(&missing).err(), Some(FolderError::Missing(path)) if path == missing));
    let file = folder.0.join("a.md");
    assert!(matches!(read_folder(&file).err(), Some(FolderError::NotAFolder(path)) if path == file));
}
