namespace Cks.Stranger.Pages;

/// <summary>One thing that a page tells its reader to do.</summary>
/// <param name="Line">Where it stands in the page, from 1.</param>
internal abstract record PageStep(int Line);

/// <summary>Type these commands.</summary>
internal sealed record CommandStep(int Line, string Commands, CommandEnd End, IReadOnlyList<string> Expected) : PageStep(Line);

/// <summary>Write this file.</summary>
internal sealed record WriteStep(int Line, string File, string Text) : PageStep(Line);

/// <summary>Change these lines of a file.</summary>
internal sealed record EditStep(int Line, string File, string Old, string New) : PageStep(Line);

/// <summary>Wait until what the page left running writes these lines.</summary>
internal sealed record WaitStep(int Line, IReadOnlyList<string> Expected) : PageStep(Line);
