namespace Cks.Cli;

/// <summary>How bad a finding of the doctor is, from good to bad.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but likely not as meant.</summary>
    Warn,

    /// <summary>Does not work.</summary>
    Fail,

    /// <summary>Cannot be judged or does not work because something else is down.</summary>
    Down,
}
