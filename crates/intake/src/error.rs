//! Why a file, a sheet or a feed definition was refused.

/// Why nothing was read from a file or sheet. The message says what to do; [`FileError::code`] is
/// for machines.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// No bytes.
    #[error("文件是空的（0字节）：请报送单位重新发送")]
    Empty,
    /// A readable file in which no visible sheet has a row.
    #[error("文件里没有数据（工作表为空或被隐藏）：请确认是否发错了文件")]
    NoData,
    /// The end of the file is missing.
    #[error("文件不完整，可能传输中断：请报送单位重新发送")]
    Truncated,
    /// The file is encrypted.
    #[error("文件设有打开密码：请报送单位去掉密码后另存，再重新发送")]
    Password,
    /// No table of any kind we read.
    #[error(
        "不是可识别的表格（支持xlsx、xls、csv、txt、html表格、parquet）：请另存为xlsx或csv再导入"
    )]
    UnknownFormat,
    /// The kind is known, the content cannot be read.
    #[error("文件无法读取（{0}）：请用表格软件打开另存后再导入")]
    Unreadable(String),
    /// No feed has enough of these headers.
    #[error("认不出这是哪个部门的表：前{rows}行里没有找到认识的表头，请选择文件种类或检查表头")]
    FeedUnknown {
        /// How many rows were searched.
        rows: usize,
    },
    /// More than one feed fits and nothing decides between them.
    #[error("这张表可能是：{}，请选择一种", names(feeds))]
    FeedAmbiguous {
        /// Machine names and Chinese names of the feeds, best first.
        feeds: Vec<(String, String)>,
    },
    /// The feed is clear but it needs columns this sheet does not have.
    #[error("像是“{zh}”，但缺少列：{}。请补上这些列，或在列对应中指定", missing.join("、"))]
    ColumnsMissing {
        /// Machine name of the feed.
        feed: String,
        /// Its Chinese name.
        zh: String,
        /// The usual headers of the missing columns.
        missing: Vec<String>,
    },
}

/// Why a feed definition was refused.
#[derive(Debug, thiserror::Error)]
#[error("feeds/{file}：{problem}")]
pub struct FeedError {
    /// The file's name.
    pub file: String,
    /// What is wrong in it.
    pub problem: String,
}

impl FileError {
    /// The stable code for machines.
    pub fn code(&self) -> &'static str {
        match self {
            FileError::Empty => "file_empty",
            FileError::NoData => "file_no_data",
            FileError::Truncated => "file_truncated",
            FileError::Password => "file_password",
            FileError::UnknownFormat => "file_unknown_format",
            FileError::Unreadable(_) => "file_unreadable",
            FileError::FeedUnknown { .. } => "feed_unknown",
            FileError::FeedAmbiguous { .. } => "feed_ambiguous",
            FileError::ColumnsMissing { .. } => "columns_missing",
        }
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> FileError {
        FileError::Unreadable(error.to_string())
    }
}

fn names(feeds: &[(String, String)]) -> String {
    let quoted: Vec<String> = feeds.iter().map(|(_, zh)| format!("“{zh}”")).collect();
    quoted.join("、")
}
