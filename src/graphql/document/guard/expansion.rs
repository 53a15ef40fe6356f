//! How much a document becomes once its fragments are written out.
//!
//! Each fragment is measured once, after those that it spreads, and added at each of its spreads: linear in the
//! document, however many times the whole would be walked. The way down is kept on a list instead of the stack.

use std::collections::HashMap;
use std::slice::Iter;

use super::limits::{Bound, Limits};
use super::refusal::{Position, Refusal, quote};
use super::shape::{Counter, Shape, Size, Spread};

/// How far the measuring of a definition has come.
#[derive(Clone, Copy, Debug)]
enum State {
    Unmeasured,
    Open,
    Measured(Size),
}

/// A definition that is being measured.
struct Step<'s> {
    definition: usize,
    size: Size,
    spreads: Iter<'s, Spread<'s>>,
    /// The spread that led here.
    from: Option<&'s Spread<'s>>,
}

/// The numbers of a document with its fragments written out.
#[derive(Debug)]
pub struct Expanded {
    pub selections: Counter,
    pub nesting: Counter,
    pub root_fields: Counter,
}

/// Measures the definitions of a document.
pub struct Expansion<'s> {
    shape: &'s Shape<'s>,
    document: &'s str,
    limits: &'s Limits,
    /// Where among the definitions a fragment is. Of two with one name the parser refuses the document.
    fragments: HashMap<&'s str, usize>,
    states: Vec<State>,
}

impl<'s> Expansion<'s> {
    pub fn new(shape: &'s Shape<'s>, document: &'s str, limits: &'s Limits) -> Self {
        let named = shape.definitions.iter().enumerate();
        let fragments = named.filter_map(|(index, definition)| Some((definition.fragment?, index))).collect();
        let states = vec![State::Unmeasured; shape.definitions.len()];
        Self { shape, document, limits, fragments, states }
    }

    /// Refuses cycles, and what becomes too large or too deep. Operations come first; a fragment that none of them
    /// reaches is measured all the same, for itself.
    pub fn judge(mut self) -> Result<Expanded, Refusal> {
        let mut expanded = Expanded {
            selections: Counter::new(self.limits.expanded_selections),
            nesting: Counter::new(self.limits.expanded_nesting),
            root_fields: Counter::new(self.limits.root_fields),
        };
        for is_fragment in [false, true] {
            for (index, definition) in self.shape.definitions.iter().enumerate() {
                let is_measured = !matches!(self.states.get(index), Some(State::Unmeasured));
                if definition.fragment.is_some() != is_fragment || is_measured {
                    continue;
                }
                let size = self.measure(index)?;
                expanded.selections.add(size.selections, definition.start);
                expanded.nesting.raise(size.depth, definition.start);
                if !is_fragment {
                    expanded.root_fields.raise(size.root_fields, definition.start);
                }
            }
        }
        expanded.selections.judge(Bound::ExpandedSelections, self.document)?;
        expanded.nesting.judge(Bound::ExpandedNesting, self.document)?;
        Ok(expanded)
    }

    fn measure(&mut self, definition: usize) -> Result<Size, Refusal> {
        let mut path = Vec::new();
        path.extend(self.enter(definition, None));
        let mut last = Size::default();
        while let Some(step) = path.last_mut() {
            let Some(spread) = step.spreads.next() else {
                last = step.size;
                let (done, from) = (step.definition, step.from);
                self.set(done, State::Measured(last));
                path.pop();
                if let (Some(outer), Some(from)) = (path.last_mut(), from) {
                    outer.size.add(from, last);
                }
                continue;
            };
            // One that is not defined is for validation to name.
            let Some(&target) = self.fragments.get(spread.name) else { continue };
            match self.states.get(target) {
                Some(State::Measured(size)) => step.size.add(spread, *size),
                Some(State::Unmeasured) => path.extend(self.enter(target, Some(spread))),
                Some(State::Open) | None => {
                    let position = Position::of(self.document, spread.start);
                    return Err(Refusal::Cycle { fragment: quote(spread.name), position });
                }
            }
        }
        Ok(last)
    }

    fn enter(&mut self, definition: usize, from: Option<&'s Spread<'s>>) -> Option<Step<'s>> {
        self.set(definition, State::Open);
        let found = self.shape.definitions.get(definition)?;
        let spreads = self.shape.spreads.get(found.spreads.clone())?.iter();
        Some(Step { definition, size: found.size, spreads, from })
    }

    fn set(&mut self, definition: usize, state: State) {
        if let Some(place) = self.states.get_mut(definition) {
            *place = state;
        }
    }
}
