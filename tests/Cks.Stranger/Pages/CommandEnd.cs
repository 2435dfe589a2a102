namespace Cks.Stranger.Pages;

/// <summary>How the commands of a block are said to end.</summary>
internal enum CommandEnd
{
    /// <summary>Every one exits 0.</summary>
    Well,

    /// <summary>The last one exits with something else.</summary>
    Fails,

    /// <summary>It runs on until the reader presses Ctrl+C.</summary>
    Stays,
}
