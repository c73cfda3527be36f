//! The places where something is evaluated that goes into the application.

use super::{Area, Text, Walk};
use crate::preset::format::{Command, Data, Gate, Preset, Section, Words};
use crate::preset::position::Path;

impl<'a> Walk<'a> {
    pub(super) fn client(&mut self, preset: &'a Preset, path: &Path) {
        let client = &preset.client;
        for (at, section) in client.settings.iter().enumerate() {
            self.section(section, &path.key("settings").index(at));
        }
        for (at, file) in client.files.iter().enumerate() {
            let path = path.key("files").index(at);
            self.gate(&path, file.when.as_ref(), None, Area::Talk);
            if let Some(content) = &file.content {
                self.push(path.key("content"), Text::Template(content), Area::Client, None);
            }
            if let Some(data) = &file.data {
                self.data(data, &path.key("data"), None);
            }
        }
        for (at, command) in client.commands.iter().enumerate() {
            self.command(command, &path.key("commands").index(at));
        }
        self.lines(&client.steps, &path.key("steps"), Area::Talk);
        self.lines(&client.notes, &path.key("notes"), Area::Talk);
    }

    fn data(&mut self, data: &'a Data, path: &Path, each: Option<&'a str>) {
        match data {
            Data::Null | Data::Flag(_) | Data::Number(_) => {}
            Data::Text(text) => self.push(path.clone(), Text::Template(text), Area::Client, each),
            Data::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.data(item, &path.index(at), each);
                }
            }
            Data::Map(entries) => {
                for (name, value) in entries {
                    self.data(value, &path.key(name), each);
                }
            }
            Data::Embedded(embedding, inner) => self.data(inner, &path.key(embedding.as_str()), each),
            Data::Gate(gate) => {
                let Gate { when, each: list, value, otherwise } = &**gate;
                if let Some(when) = when {
                    self.push(path.key("$when"), Text::Condition(when), Area::Talk, list.as_deref().or(each));
                }
                if let Some(list) = list {
                    self.push(path.key("$each"), Text::List(list), Area::Inputs, None);
                }
                self.data(value, &path.key("$value"), list.as_deref().or(each));
                if let Some(otherwise) = otherwise {
                    self.data(otherwise, &path.key("$else"), each);
                }
            }
        }
    }

    fn command(&mut self, command: &'a Command, path: &Path) {
        let Command { about, when, each, words } = command;
        let each = each.as_deref();
        self.gate(path, when.as_ref(), each, Area::Talk);
        if let Some(about) = about {
            self.push(path.key("about"), Text::Template(about), Area::Talk, each);
        }
        match words {
            Words::Text(text) => self.push(path.clone(), Text::Template(text), Area::Client, each),
            Words::Run(arguments) => {
                for (at, argument) in arguments.iter().enumerate() {
                    let path = path.key("run").index(at);
                    self.gate(&path, argument.when.as_ref(), argument.each.as_deref(), Area::Talk);
                    let inner = argument.each.as_deref().or(each);
                    self.push(path, Text::Template(&argument.text), Area::Client, inner);
                }
            }
        }
    }

    fn section(&mut self, section: &'a Section, path: &Path) {
        let each = section.each.as_deref();
        self.gate(path, section.when.as_ref(), each, Area::Talk);
        for (at, field) in section.fields.iter().enumerate() {
            let path = path.key("fields").index(at);
            if let Some(when) = &field.when {
                self.push(path.key("when"), Text::Condition(when), Area::Talk, each);
            }
            self.push(path.key("label"), Text::Template(&field.label), Area::Talk, each);
            self.push(path.key("value"), Text::Template(&field.value), Area::Client, each);
        }
    }
}
