namespace Cks.Rbac;

/// <summary>Stable texts of the actions, as they stand in documents, logs and tables.</summary>
public static class GrantActionExtensions
{
    /// <summary>The action in snake case, such as <c>glass_broken</c>.</summary>
    public static string ToText(this GrantAction action) => action switch
    {
        GrantAction.Granted => "granted",
        GrantAction.Revoked => "revoked",
        GrantAction.Suspended => "suspended",
        GrantAction.Restored => "restored",
        GrantAction.GlassBroken => "glass_broken",
        GrantAction.GlassClosed => "glass_closed",
        GrantAction.Listed => "listed",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
