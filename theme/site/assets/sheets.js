// SPDX-License-Identifier: MIT
// Rows of text as CSV, as XLSX and as JSON. Every cell is text, none begins a formula.
"use strict";

(() => {
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const LONGEST = 32767; // characters a cell may hold (ECMA-376 as spreadsheets keep it)
  const encoder = new TextEncoder();

  function harmless(text) {
    // Spreadsheets pass over spaces in front, and some read full-width signs as the plain ones;
    // one of our countries takes a semicolon for the end of a cell, quoted or not.
    const begins = (part) => /[=+\-@]/.test(part.trimStart().slice(0, 1).normalize("NFKC"));
    const told = text.split(/([;\t\r\n])/).map((part) => (begins(part) ? `'${part}` : part)).join("");
    return /^[\t\r\n]/.test(text) ? `'${told}` : told;
  }

  // RFC 4180, with the byte-order mark without which spreadsheets misread Kazakh letters.
  function toCsv(rows) {
    const cell = (text) => {
      const safe = harmless(String(text));
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    return encoder.encode(`\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`);
  }

  function toJson(value) {
    return encoder.encode(`${JSON.stringify(value, null, 1)}\n`);
  }

  // XML 1.0, 2.2: what no document may hold becomes the replacement character.
  function xml(text) {
    const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };
    return [...String(text).slice(0, LONGEST)]
      .map((one) => {
        const code = one.codePointAt(0);
        const illegal = (code < 32 && !"\t\n\r".includes(one)) || (code >= 0xd800 && code <= 0xdfff)
          || code === 0xfffe || code === 0xffff;
        return illegal ? "\ufffd" : MARKS[one] || one;
      })
      .join("");
  }

  function sheet(rows) {
    const cell = (text) => `<c t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`;
    const body = rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("");
    return `<worksheet xmlns="${MAIN}"><sheetData>${body}</sheetData></worksheet>`;
  }

  // ECMA-376: the least a workbook consists of.
  function toXlsx(rows, name) {
    const title = xml(name.replace(/[[\]:*?/\\']/g, " ").slice(0, 31));
    const parts = {
      "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types">`
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + '<Default Extension="xml" ContentType="application/xml"/>'
        + `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>`
        + `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
      "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1"`
        + ` Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>`
        + `<sheet name="${title}" sheetId="1" r:id="r1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1"`
        + ` Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      "xl/worksheets/sheet1.xml": sheet(rows),
    };
    return zip(Object.entries(parts).map(([path, text]) => [path, encoder.encode(HEAD + text)]));
  }

  const CRC = Uint32Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });

  function crc32(data) {
    let value = 0xffffffff;
    for (const byte of data) value = (value >>> 8) ^ CRC[(value ^ byte) & 255];
    return (value ^ 0xffffffff) >>> 0;
  }

  function bytes(fields) {
    const made = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
    const view = new DataView(made.buffer);
    let at = 0;
    for (const [width, value] of fields) {
      if (width === 4) view.setUint32(at, value, true);
      else view.setUint16(at, value, true);
      at += width;
    }
    return made;
  }

  // PKWARE APPNOTE 4.3: entries stored as they are, dated 1 January 1980, names in UTF-8.
  function zip(entries) {
    const files = [];
    const directory = [];
    let offset = 0;
    for (const [path, data] of entries) {
      const name = encoder.encode(path);
      const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc32(data)],
        [4, data.length], [4, data.length], [2, name.length], [2, 0]];
      const local = bytes([[4, 0x04034b50], ...common]);
      const listed = [[2, 0], [2, 0], [2, 0], [4, 0], [4, offset]];
      directory.push(bytes([[4, 0x02014b50], [2, 20], ...common, ...listed]), name);
      files.push(local, name, data);
      offset += local.length + name.length + data.length;
    }
    const size = directory.reduce((sum, one) => sum + one.length, 0);
    const count = entries.length;
    const end = bytes([[4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size],
      [4, offset], [2, 0]]);
    return joined([...files, ...directory, end]);
  }

  function joined(parts) {
    const made = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
    let at = 0;
    for (const one of parts) {
      made.set(one, at);
      at += one.length;
    }
    return made;
  }

  globalThis.esepSheets = { toCsv, toJson, toXlsx };
})();
