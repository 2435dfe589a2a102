namespace Cks.Cli;

/// <summary>The forms of a result.</summary>
internal enum ToolFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>An object that names its schema and version.</summary>
    Json,

    /// <summary>SARIF 2.1.0, for what consists of findings.</summary>
    Sarif,

    /// <summary>JUnit's XML, for what consists of tests.</summary>
    JUnit,

    /// <summary>One HTML page that needs nothing else.</summary>
    Html,

    /// <summary>A picture that needs nothing else.</summary>
    Svg,

    /// <summary>A diagram of Mermaid, for Markdown.</summary>
    Mermaid,
}
