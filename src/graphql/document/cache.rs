//! Parsed documents, kept: what was asked once is asked again.

use std::sync::Arc;

use async_graphql::{Pos, ServerError, Value};
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use super::guard;
use super::known::Room;
use super::operation::Means;
use super::parsed::Document;
use crate::graphql::cost::{Limits, Table};
use crate::graphql::error::refusal;
use crate::graphql::inputs::Inputs;

/// Bytes, about, that all documents which are kept may take.
const KEPT_BYTES: u64 = 64 * 1024 * 1024;
/// Parts of what is kept, each with its share: a document as long as any configuration lets in fits into one.
const SHARDS: usize = 2;
/// Of what is kept, that for documents that were asked for again. What is asked for once pushes out none of those.
const HOT: f64 = 0.75;
/// How many are kept, about.
const USUAL_COUNT: usize = 2_000;
/// Bytes, about, that a byte of a document's text takes when it is parsed.
const PARSED_BYTE: usize = 20;
/// Bytes, about, that a selected field takes in the shape of an answer, with fragments written out.
const SHAPED_SELECTION: usize = 256;

/// All that this process knows how to run. Cheap to clone.
#[derive(Clone)]
pub struct Documents {
    kept: Arc<Cache<Arc<str>, Arc<Document>, ByWeight>>,
    means: Means,
    limits: Limits,
}

#[derive(Clone)]
struct ByWeight;

impl Weighter<Arc<str>, Arc<Document>> for ByWeight {
    fn weight(&self, _: &Arc<str>, document: &Arc<Document>) -> u64 {
        u64::try_from(document.weight).unwrap_or(u64::MAX)
    }
}

impl Documents {
    pub fn new(table: Arc<Table>, inputs: Arc<Inputs>, limits: Limits) -> Self {
        let mut options = OptionsBuilder::new();
        options
            .shards(SHARDS)
            .estimated_items_capacity(USUAL_COUNT)
            .weight_capacity(KEPT_BYTES)
            .hot_allocation(HOT);
        // All that must be said was.
        let options = options.build().unwrap_or_else(|error| unreachable!("{error}"));
        let kept = Cache::with_options(
            options,
            ByWeight,
            DefaultHashBuilder::default(),
            DefaultLifecycle::default(),
        );
        let means = Means { table, inputs, room: Room::default() };
        Self { kept: Arc::new(kept), means, limits }
    }

    /// Judges and parses a text, unless that was done before.
    pub fn read(&self, text: &str) -> Result<Arc<Document>, ServerError> {
        if let Some(document) = self.kept.get(text) {
            return Ok(document);
        }
        let measured = guard::check(text, &self.limits.document).map_err(|found| too_large(&found))?;
        // Twice, for outlines are as long as their document at the most.
        let weight = text.len() * PARSED_BYTE * 2 + measured.expanded_selections * SHAPED_SELECTION;
        let document = Document::parse(text, weight, measured.directives > 0, &self.means)?;
        let document = Arc::new(document);
        self.kept.insert(text.into(), document.clone());
        Ok(document)
    }
}

fn too_large(found: &guard::Refusal) -> ServerError {
    let position = found.position().map(|at| Pos { line: at.line, column: at.column });
    let mut error = refusal(found.code(), found, position);
    if let (Some(extensions), Some((limit, actual))) = (&mut error.extensions, found.limit_and_actual()) {
        extensions.set("limit", Value::from(limit));
        extensions.set("actual", Value::from(actual));
    }
    error
}

#[cfg(test)]
mod tests {
    use async_graphql::Response;

    use super::super::known::KnownAnswer;
    use super::*;

    fn documents() -> Documents {
        let sdl = "type Query { a: Int } type Subscription { s: Int }";
        let (table, inputs) = (Table::new(sdl).unwrap(), Inputs::new(sdl).unwrap());
        Documents::new(Arc::new(table), Arc::new(inputs), Limits::default())
    }

    fn refused<T>(result: Result<T, ServerError>) -> (String, String) {
        let error = result.err().unwrap();
        let code = error.extensions.as_ref().unwrap().get("code").unwrap().to_string();
        (code.trim_matches('"').to_owned(), error.message)
    }

    #[test]
    fn the_second_time_it_is_the_same_document() {
        let documents = documents();
        let (first, second) = (documents.read("{ a }").unwrap(), documents.read("{ a }").unwrap());
        assert!(Arc::ptr_eq(&first, &second));
        assert!(!Arc::ptr_eq(&first, &documents.read("{ a  }").unwrap()));
    }

    #[test]
    fn an_operation_is_found_by_its_name() {
        let documents = documents();
        let one = documents.read("query A { a }").unwrap();
        assert!(one.resolve(None).is_ok() && one.resolve(Some("A")).is_ok());
        let two = documents.read("query B { a } query A { a }").unwrap();
        let (code, message) = refused(two.resolve(None));
        assert_eq!(code, "OPERATION_RESOLUTION_FAILURE");
        assert!(message.ends_with("name one in `operationName`: A, B."), "{message}");
        let (_, message) = refused(two.resolve(Some("C")));
        assert_eq!(message, "The document holds no operation \"C\"; it holds A, B.");
        let (_, message) = refused(documents.read("{ a }").unwrap().resolve(Some("C")));
        assert_eq!(message, "The document holds no operation \"C\"; it holds one without a name.");
    }

    #[test]
    fn a_subscription_has_one_root_field() {
        let (code, _) = refused(documents().read("subscription { s again: s }"));
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
        let hidden = "subscription { ...F } fragment F on Subscription { s again: s }";
        assert_eq!(refused(documents().read(hidden)).0, "GRAPHQL_VALIDATION_FAILED");
        let merged = "subscription { ...F s } fragment F on Subscription { s }";
        assert!(documents().read(merged).is_ok());
    }

    #[test]
    fn a_variable_is_of_a_type_that_there_is() {
        let (code, message) = refused(documents().read("query ($a: [Nope] = [1]) { a }"));
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
        assert_eq!(message, "The variable $a can't be of type \"Nope\".");
        assert!(documents().read("query ($a: [[Int!]!] = [[1]]) { a }").is_ok());
        assert!(documents().read("query ($a: Query) { a }").is_err());
    }

    #[test]
    fn an_answer_is_known_of_what_depends_on_nothing_as_long_as_its_document_is_kept() {
        let documents = documents();
        let known = |text: &str, at: usize| {
            let document = documents.read(text).unwrap();
            let known = document.operation(at).known.as_ref()?;
            known.keep(&Response::new(Value::from(at)));
            // Of the same text, found again.
            documents.read(text).unwrap().operation(at).known.as_ref().and_then(KnownAnswer::get)
        };
        let several =
            "query A { ...F } query B { a } query C { b: __typename } fragment F on Query { __typename }";
        let document = documents.read(several).unwrap();
        let at = |name| document.resolve(Some(name)).unwrap();
        assert_eq!(known(several, at("A")), Some(Value::Binary(at("A").to_string().into())));
        assert_eq!(known(several, at("B")), None);
        assert_eq!(known(several, at("C")), Some(Value::Binary(at("C").to_string().into())));
        for text in [
            "query @skip(if: true) { __typename }",
            "{ ... @include(if: false) { __typename } }",
            "{ ...F } fragment F on Query { __typename @skip(if: false) }",
            "query ($a: Int) { __typename }",
            "subscription { s }",
        ] {
            assert_eq!(known(text, 0), None, "{text}");
        }
    }

    #[test]
    fn what_is_asked_for_once_pushes_out_nothing_that_is_asked_for_again() {
        let documents = documents();
        let used = documents.read("{ a }").unwrap();
        assert!(Arc::ptr_eq(&used, &documents.read("{ a }").unwrap()));
        let long = |number: usize| format!("{{ a }} #{number:015000}");
        let first = documents.read(&long(0)).unwrap();
        // Twice as much as is kept.
        let count = 2 * usize::try_from(KEPT_BYTES).unwrap() / first.weight;
        for number in 1..count {
            documents.read(&long(number)).unwrap();
        }
        assert!(Arc::ptr_eq(&used, &documents.read("{ a }").unwrap()));
        assert!(documents.kept.weight() <= KEPT_BYTES);
    }

    #[test]
    fn a_document_as_long_as_any_configuration_lets_in_is_kept() {
        let documents = documents();
        // The most that `config/http.rs` and `config/documents.rs` take.
        let weight = u64::try_from(131_072 * PARSED_BYTE * 2 + 50_000 * SHAPED_SELECTION).unwrap();
        // What is hot has its own part.
        assert!(weight <= documents.kept.shard_capacity() * 3 / 4, "{weight}");
    }
}
