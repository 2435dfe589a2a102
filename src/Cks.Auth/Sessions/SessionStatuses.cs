using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cks.Auth;

/// <summary>
/// Which account statuses may sign in. Everything else may not: suspended, inactive, paused, ended, archived, blank, or a word that nobody has thought of
/// yet.
/// </summary>
public static class SessionStatuses
{
    /// <summary>active, assigned, operational, unassigned and pending.</summary>
    public static FrozenSet<string> SignIn { get; } = FrozenSet.Create(StringComparer.Ordinal, "active", "assigned", "operational", "unassigned", "pending");

    /// <summary>A status as it is compared: trimmed, lower case; empty for none.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Statuses are written in lower case.")]
    public static string Normalize(string? status) => status?.Trim().ToLowerInvariant() ?? "";

    /// <summary>Whether somebody with this status may sign in; white space and case do not matter.</summary>
    public static bool MaySignIn(string? status) => SignIn.Contains(Normalize(status));
}
