//! By what a file is recognised as the one that came in before.

use chrono::SecondsFormat;
use sea_orm::ActiveEnum;
use sha2::{Digest, Sha256};

use super::document::Document;
use super::settings::Settings;

/// The hash of all that a document says, wherever it lies. Made of the document and not of the file's bytes: what
/// front matter says beside it, and in which order, changes no article.
pub(super) fn fingerprint(document: &Document) -> Vec<u8> {
    // Named one by one, so that a new field is not forgotten.
    let Document {
        source: _,
        title,
        slug,
        published_at,
        draft,
        tags,
        description,
        authors,
        former_slugs,
        settings,
        body_markdown,
    } = document;
    let date = published_at.map(|date| date.to_rfc3339_opts(SecondsFormat::Nanos, true));
    let mut hash = Sha256::new();
    for text in [title, slug, body_markdown] {
        add(&mut hash, text);
    }
    for text in [date.as_ref(), description.as_ref()] {
        hash.update([u8::from(text.is_some())]);
        add(&mut hash, text.map_or("", String::as_str));
    }
    hash.update([u8::from(*draft)]);
    for list in [tags, authors, former_slugs] {
        hash.update(list.len().to_le_bytes());
        list.iter().for_each(|text| add(&mut hash, text));
    }
    // Most files have none, and are recognised as the ones that came in before there were any.
    if *settings != Settings::default() {
        let Settings {
            subtitle,
            visibility,
            comment_policy,
            is_archived,
            canonical_url,
            language,
            content_warning,
        } = settings;
        for text in [subtitle, canonical_url, language, content_warning] {
            hash.update([u8::from(text.is_some())]);
            add(&mut hash, text.as_deref().unwrap_or_default());
        }
        add(&mut hash, &visibility.to_value());
        add(&mut hash, &comment_policy.to_value());
        hash.update([u8::from(*is_archived)]);
    }
    hash.finalize().to_vec()
}

/// The length before a text keeps two texts from being taken for others that are cut elsewhere.
fn add(hash: &mut Sha256, text: &str) {
    hash.update(text.len().to_le_bytes());
    hash.update(text);
}
