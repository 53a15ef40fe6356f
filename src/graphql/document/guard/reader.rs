//! Reading a document by the grammar of executable definitions (GraphQL specification, sections 2.2 to 2.8).
//!
//! Selection sets within one another are kept on a list instead of the stack.

use super::cursor::Cursor;
use super::lexer::Kind;
use super::limits::Limits;
use super::refusal::{Refusal, quote};
use super::shape::{Counter, Definition, Shape, Size, Spread};

/// With what the definitions of a schema begin (section 3).
const SCHEMA_KEYWORDS: [&str; 9] =
    ["schema", "scalar", "type", "interface", "union", "enum", "input", "extend", "directive"];

const DEFINITION: &str = "`query`, `mutation`, `subscription`, `fragment` or `{`";

/// Reads one document.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) shape: Shape<'a>,
    /// The selection sets that are open: whether their fields are root fields.
    open: Vec<bool>,
    /// The lists and objects that are open: what closes them.
    pub(super) closers: Vec<u8>,
}

impl<'a> Reader<'a> {
    pub fn new(document: &'a str, limits: &'a Limits) -> Result<Self, Refusal> {
        let shape = Shape {
            aliases: Counter::new(limits.aliases),
            directives: Counter::new(limits.directives),
            spread_count: Counter::new(limits.spreads),
            ..Shape::default()
        };
        let cursor = Cursor::new(document, limits)?;
        Ok(Self { cursor, shape, open: Vec::new(), closers: Vec::new() })
    }

    /// Reads to the end. A document holds one definition at least (section 2.2).
    pub fn read(mut self) -> Result<Shape<'a>, Refusal> {
        self.definition()?;
        while self.cursor.kind() != Kind::End {
            self.definition()?;
        }
        self.shape.tokens = self.cursor.tokens();
        self.shape.nesting = self.cursor.deepest();
        Ok(self.shape)
    }

    fn definition(&mut self) -> Result<(), Refusal> {
        let start = self.cursor.start();
        let mut fragment = None;
        if !self.cursor.sees(b'{') {
            self.description()?;
            let keyword = self.cursor.expect_name(DEFINITION)?;
            match keyword.text {
                "query" | "mutation" | "subscription" => self.operation_head()?,
                "fragment" => fragment = Some(self.fragment_head()?),
                other => {
                    let position = self.cursor.position(keyword.start);
                    let found = quote(other);
                    return Err(if SCHEMA_KEYWORDS.contains(&other) {
                        Refusal::NotExecutable { keyword: found, position }
                    } else {
                        Refusal::Syntax {
                            expected: DEFINITION,
                            found: format!("the name `{found}`"),
                            position,
                        }
                    });
                }
            }
        }
        let first_spread = self.shape.spreads.len();
        let size = self.selection_sets()?;
        let spreads = first_spread..self.shape.spreads.len();
        self.shape.definitions.push(Definition { fragment, start, size, spreads });
        Ok(())
    }

    /// Sections 2.3 and 2.10; what follows the keyword.
    fn operation_head(&mut self) -> Result<(), Refusal> {
        if self.cursor.kind() == Kind::Name {
            self.cursor.advance()?;
        }
        if self.cursor.sees(b'(') {
            self.variable_definitions()?;
        }
        self.directives(false)
    }

    /// Section 2.8; what follows the keyword. No fragment is called `on`.
    fn fragment_head(&mut self) -> Result<&'a str, Refusal> {
        if self.cursor.sees_name("on") {
            return Err(self.cursor.unexpected("a fragment's name"));
        }
        let name = self.cursor.expect_name("a fragment's name")?;
        if !self.cursor.sees_name("on") {
            return Err(self.cursor.unexpected("`on`"));
        }
        self.cursor.advance()?;
        self.cursor.expect_name("the name of a type")?;
        self.directives(false)?;
        Ok(name.text)
    }

    /// A definition's selection set with all those within it (section 2.4).
    fn selection_sets(&mut self) -> Result<Size, Refusal> {
        let mut size = Size::default();
        let mut opened = Some(true);
        loop {
            if let Some(is_at_root) = opened {
                self.cursor.expect(b'{', "`{`")?;
                size.depth = size.depth.max(self.open.len());
                self.open.push(is_at_root);
            } else {
                while self.cursor.sees(b'}') {
                    self.open.pop();
                    self.cursor.advance()?;
                    if self.open.is_empty() {
                        return Ok(size);
                    }
                }
            }
            let is_at_root = self.open.last().copied().unwrap_or_default();
            size.selections += 1;
            opened = match self.cursor.kind() {
                Kind::Spread => self.fragment(is_at_root)?,
                Kind::Name => {
                    size.root_fields += usize::from(is_at_root);
                    self.field()?
                }
                _ => return Err(self.cursor.unexpected("a field, `...` or `}` after one of them")),
            };
        }
    }

    /// Sections 2.5 to 2.7; whether a selection set follows, and if its fields are root fields.
    fn field(&mut self) -> Result<Option<bool>, Refusal> {
        let first = self.cursor.advance()?;
        self.shape.fields += 1;
        if self.cursor.accept(b':')? {
            self.shape.aliases.add(1, first.start);
            self.cursor.expect_name("a field's name")?;
        }
        self.arguments(false)?;
        self.directives(false)?;
        Ok(self.cursor.sees(b'{').then_some(false))
    }

    /// A spread or an inline fragment (section 2.8); whether a selection set follows, as for a field.
    fn fragment(&mut self, is_at_root: bool) -> Result<Option<bool>, Refusal> {
        let start = self.cursor.advance()?.start;
        if self.cursor.kind() == Kind::Name && !self.cursor.sees_name("on") {
            let name = self.cursor.advance()?.text;
            let level = self.open.len().saturating_sub(1);
            self.shape.spread_count.add(1, start);
            self.shape.spreads.push(Spread { name, start, level, is_at_root });
            self.directives(false)?;
            return Ok(None);
        }
        if self.cursor.sees_name("on") {
            self.cursor.advance()?;
            self.cursor.expect_name("the name of a type")?;
        }
        self.directives(false)?;
        // The brace is asked for when the set is opened.
        Ok(Some(is_at_root))
    }
}
