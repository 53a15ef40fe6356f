//! The arrow: imports run one way, and nothing points back.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, and the layers that it may name beside itself and the leaves.
const MAY_NAME: [(&str, &[&str]); 14] = [
    ("cli", &["app", "config", "demo", "domain", "entity", "export", "graphql", "http", "import", "infra"]),
    ("app", &["config", "domain", "graphql", "http", "infra", "worker"]),
    ("worker", &["domain", "entity"]),
    ("http", &["auth", "domain", "graphql", "infra"]),
    ("auth", &["domain"]),
    ("graphql", &["domain", "entity", "infra", "loader"]),
    ("loader", &["entity", "infra"]),
    ("demo", &["domain", "entity", "infra"]),
    ("import", &["domain", "entity", "infra"]),
    ("export", &["domain", "entity", "import"]),
    ("domain", &["entity", "infra"]),
    ("entity", &[]),
    ("infra", &[]),
    ("config", &[]),
];

/// Free to all.
const LEAVES: [&str; 4] = ["clock", "id", "page", "viewer"];

fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The layers that a text names by `crate::…`, in `use` lines and elsewhere; groups are one name a line by our format.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for (at, _) in code.match_indices("crate::") {
            let name: String =
                code[at + 7..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            // `$crate::` of a macro counts too; `crate::{` would hide names.
            assert!(!name.is_empty(), "write one `use crate::…` a layer: {line}");
            named.push((number + 1, name));
        }
    }
    named
}

#[test]
fn imports_run_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let mut wrong = Vec::new();
    for path in found {
        let relative = path.strip_prefix(&root).unwrap();
        let layer = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if layer == "lib" || layer == "main" {
            continue;
        }
        let allowed: &[&str] = match MAY_NAME.iter().find(|(name, _)| *name == layer) {
            Some((_, allowed)) => allowed,
            None if LEAVES.contains(&layer.as_str()) => &[],
            None => panic!("{layer} is a new layer: say in MAY_NAME what it may name"),
        };
        for (line, name) in named(&fs::read_to_string(&path).unwrap()) {
            if name != layer && !LEAVES.contains(&name.as_str()) && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{}:{line} names {name}", relative.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_domain_knows_no_graphql_and_no_http() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (layer, foreign) in [
        ("domain", ["async_graphql", "axum"]),
        ("entity", ["async_graphql", "axum"]),
        ("loader", ["axum", "tower"]),
    ] {
        let mut found = Vec::new();
        files(&root.join(layer), &mut found);
        for path in found {
            let text = fs::read_to_string(&path).unwrap();
            for name in foreign {
                assert!(!text.contains(&format!("{name}::")), "{} names {name}", path.display());
            }
        }
    }
}
