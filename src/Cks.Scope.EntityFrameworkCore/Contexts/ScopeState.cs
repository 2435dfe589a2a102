using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Whose a context is, as the values that its filters compare with. Nobody's when it is made, and again when it goes back to its pool.</summary>
internal sealed class ScopeState : IResettableService
{
    private object[][]? _values;

    public void Begin(object[][] values) => _values = values;

    public void ResetState() => _values = null;

    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }

    /// <summary>What a filter compares with.</summary>
    public static T Value<T>(DbContext context, int entity, int index) => QueryValues.To<T>(Of(context)[entity][index]);

    /// <inheritdoc cref="Value"/>
    public static T[] List<T>(DbContext context, int entity, int index) => QueryValues.ToList<T>(Of(context)[entity][index]);

    private static object[][] Of(DbContext context) => context.GetService<ScopeState>()._values ?? throw new InvalidOperationException("The context went back to its pool and is nobody's.");
}
