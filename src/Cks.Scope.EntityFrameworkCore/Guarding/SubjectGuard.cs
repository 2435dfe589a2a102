using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Refuses in contexts of a subject every command that is no query before it is made, and every writing before it begins. Other contexts are without it: each of their commands would pay for it.</summary>
internal sealed class SubjectGuard : IDbCommandInterceptor, ISaveChangesInterceptor
{
    public InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result) => eventData.CommandSource == CommandSource.LinqQuery
        ? result
        : throw ScopeGuard.Refused($"A context in scope reads by LINQ only; {eventData.CommandSource} would go around its filters.");

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) => throw ForReading();

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => throw ForReading();

    private static InvalidOperationException ForReading() => ScopeGuard.Refused("A context in scope is for reading: whether a change leads out of the scope is not known to it.");
}
