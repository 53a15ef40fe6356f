//! What the people of the demo write about.

mod astronomy;
mod bicycles;
mod birds;
mod books;
mod bread;
mod coffee;
mod databases;
mod gardening;
mod hiking;
mod music;
mod photography;
mod rust;
mod typography;
mod web;
mod woodworking;

/// A field that somebody writes about.
pub(in crate::demo) struct Topic {
    /// Names of tags, the main one first.
    pub tags: &'static [&'static str],
    /// What a post can be about; reads well after "about" and takes no verb.
    pub subjects: &'static [&'static str],
    /// Sentences of the body, in Markdown, each to be read by itself.
    pub sentences: &'static [&'static str],
    /// Advice, for lists; each begins with a verb and ends without a full stop.
    pub tips: &'static [&'static str],
    /// A table, its head first.
    pub table: &'static [&'static [&'static str]],
    /// Languages and listings.
    pub code: &'static [(&'static str, &'static str)],
}

/// All fields, the most written about first.
pub(in crate::demo) const TOPICS: [&Topic; 15] = [
    &rust::TOPIC,
    &gardening::TOPIC,
    &bread::TOPIC,
    &databases::TOPIC,
    &hiking::TOPIC,
    &bicycles::TOPIC,
    &photography::TOPIC,
    &web::TOPIC,
    &books::TOPIC,
    &music::TOPIC,
    &astronomy::TOPIC,
    &coffee::TOPIC,
    &typography::TOPIC,
    &birds::TOPIC,
    &woodworking::TOPIC,
];
