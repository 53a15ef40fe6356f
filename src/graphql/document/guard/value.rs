//! Reading what stands in round brackets, and directives (GraphQL specification, sections 2.6 and 2.9 to 2.12).

use super::lexer::Kind;
use super::reader::Reader;
use super::refusal::Refusal;

impl Reader<'_> {
    /// A description (specification of September 2025, section 2.1.7), where there is one.
    pub fn description(&mut self) -> Result<(), Refusal> {
        if matches!(self.cursor.kind(), Kind::String | Kind::BlockString) {
            self.cursor.advance()?;
        }
        Ok(())
    }

    /// Section 2.12; `constant` where variables have no place.
    pub fn directives(&mut self, constant: bool) -> Result<(), Refusal> {
        while self.cursor.sees(b'@') {
            let start = self.cursor.advance()?.start;
            self.shape.directives.add(1, start);
            self.cursor.expect_name("a directive's name")?;
            self.arguments(constant)?;
        }
        Ok(())
    }

    /// Section 2.6, where there are any.
    pub fn arguments(&mut self, constant: bool) -> Result<(), Refusal> {
        if !self.cursor.accept(b'(')? {
            return Ok(());
        }
        loop {
            self.cursor.expect_name("an argument's name")?;
            self.cursor.expect(b':', "`:`")?;
            self.value(constant)?;
            if self.cursor.accept(b')')? {
                return Ok(());
            }
        }
    }

    /// Section 2.10, from the opening bracket.
    pub fn variable_definitions(&mut self) -> Result<(), Refusal> {
        self.cursor.expect(b'(', "`(`")?;
        loop {
            self.description()?;
            self.cursor.expect(b'$', "a variable")?;
            self.cursor.expect_name("a variable's name")?;
            self.cursor.expect(b':', "`:`")?;
            self.type_reference()?;
            if self.cursor.accept(b'=')? {
                self.value(true)?;
            }
            self.directives(true)?;
            self.shape.variables += 1;
            if self.cursor.accept(b')')? {
                return Ok(());
            }
        }
    }

    /// Section 2.11.
    fn type_reference(&mut self) -> Result<(), Refusal> {
        let mut lists = 0_usize;
        while self.cursor.accept(b'[')? {
            lists += 1;
        }
        self.cursor.expect_name("the name of a type")?;
        self.cursor.accept(b'!')?;
        for _ in 0..lists {
            self.cursor.expect(b']', "`]`")?;
            self.cursor.accept(b'!')?;
        }
        Ok(())
    }

    /// Section 2.9. Lists and objects within one another are kept on a list instead of the stack.
    fn value(&mut self, constant: bool) -> Result<(), Refusal> {
        loop {
            match self.cursor.kind() {
                Kind::Punctuator(b'[') => self.closers.push(b']'),
                Kind::Punctuator(b'{') => self.closers.push(b'}'),
                Kind::Punctuator(b'$') if !constant => {
                    self.cursor.advance()?;
                    if self.cursor.kind() != Kind::Name {
                        return Err(self.cursor.unexpected("a variable's name"));
                    }
                }
                Kind::Int | Kind::Float | Kind::String | Kind::BlockString | Kind::Name => {}
                _ if constant => return Err(self.cursor.unexpected("a value without variables")),
                _ => return Err(self.cursor.unexpected("a value")),
            }
            self.cursor.advance()?;
            // Whatever ends here ends; then another value follows in what is still open.
            loop {
                let Some(&closer) = self.closers.last() else { return Ok(()) };
                if !self.cursor.accept(closer)? {
                    if closer == b'}' {
                        self.cursor.expect_name("a field's name or `}`")?;
                        self.cursor.expect(b':', "`:`")?;
                    }
                    break;
                }
                self.closers.pop();
            }
        }
    }
}
