using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Who a subject is to row level security. For what the application reads and writes itself: <c>reader.With(identity.Of(me))</c>, <c>database.With(identity.Of(me)).BeginAsync(ct)</c>. What Cks.Scope reads
/// itself tells the database without being asked.
/// </summary>
public interface IScopeIdentity
{
    /// <summary>What a session is told of the subject; <see langword="null"/> without <see cref="CksScopeBuilder.UseRowLevelSecurity"/>. Of a subject without a strategy, tenant or code, what sees nothing.</summary>
    /// <exception cref="QueryRefusedException">No column could hold its code.</exception>
    SessionSettings? Of(Subject me);
}
