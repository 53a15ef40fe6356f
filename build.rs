//! Finds the built playground for `src/http/playground/built.rs`. It looks and no more: npm is never run from here.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=playground/dist");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("playground/dist");
    let playground = Path::new(&env::var("OUT_DIR")?).join("playground.rs");
    fs::write(playground, expression(&folder)?)?;
    Ok(())
}

/// An `Option<Built>` in Rust.
fn expression(folder: &Path) -> Result<String, Box<dyn Error>> {
    let page = folder.join("index.html");
    if !page.is_file() {
        return Ok("None".to_owned());
    }
    let mut assets = String::new();
    for path in assets_in(&folder.join("playground"))? {
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a name that is no text")?;
        writeln!(assets, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    Ok(format!("Some(Built {{ page: include_str!({page:?}), assets: &[\n{assets}] }})"))
}

/// The compressed files, in the order of their names.
fn assets_in(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "gz") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
