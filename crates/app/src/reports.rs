//! 报表: numbers of the indicator dictionary set out on paper, by the packs or by somebody who puts
//! them together; printed, kept, printed again and compared; and who asked for which number when.
//!
//! A printing has two halves. The *plan* is everything but the numbers: headings, columns, regions,
//! the limit for small counts. The numbers are those that counted at one moment. Both are kept, so
//! the same plan at the same moment gives the same content to the byte, whatever has happened to
//! packs and data since; SM3 of the content proves it.

mod compare;
mod content;
mod error;
mod hidden;
mod lines;
mod list;
mod numbers;
mod paper;
mod period;
mod plan;
mod print;
mod requests;
mod templates;
mod view;
mod workbook;

pub use self::{
    compare::{CellChange, PrintComparison, compare},
    content::{
        CellSource, ReportCell, ReportContent, ReportContentPart, ReportHeading, ReportItem,
        ReportPiece, ReportRegionRow,
    },
    error::ReportError,
    lines::{PrintLine, PrintQuery, prints},
    list::{ReportLine, list},
    paper::{PrintPaper, paper_of},
    print::{PrintOrder, ReportPrintView, print, printed},
    requests::{
        AnswerIn, AskedIndicator, NewNumberRequest, NumberRequestView, RecordedRequest,
        RequestQuery, answer, record, requests,
    },
    templates::{NewReportTemplate, ReportTemplateView, end_template, save_template, template},
    view::{LayoutOrder, ReportOrder, ReportView, preview, show},
    workbook::report_workbook,
};
