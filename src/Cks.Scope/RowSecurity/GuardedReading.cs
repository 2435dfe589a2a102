using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads and transactions of one subject, which tell row level security who it is where there is any.</summary>
internal static class GuardedReading
{
    public static QueryReader Of(this QueryReader reader, ScopeModel model, Subject me) => reader.With(ScopeIdentity.Of(model, me));

    public static SqlDatabase Of(this SqlDatabase database, ScopeModel model, Subject me) => database.With(ScopeIdentity.Of(model, me));

    /// <summary>Refuses what needs to see more than the subject does.</summary>
    public static void RefuseGuarded(this ScopeModel model, string what)
    {
        if (model.IsGuarded)
            throw new InvalidOperationException($"{what} look further than the subject sees, which row level security does not let it: see docs/row-level-security.md.");
    }
}
