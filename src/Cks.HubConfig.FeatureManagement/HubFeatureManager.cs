using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Cks.HubConfig.FeatureManagement;

/// <summary>
/// Asks the flags of the hub that the one who asks has: that of the first of their roles with a hub, in their tenant; what the hub of any of their roles kills is off. Who has none finds every feature off.
/// What stands in the configuration under <c>FeatureManagement</c> counts for nothing.
/// </summary>
/// <param name="services">The scope; its <see cref="Subject"/> is who asks, and where there is none nobody asks.</param>
/// <param name="isPinned">Whether one who asks twice gets the answer of one revision and one moment.</param>
internal sealed class HubFeatureManager(IServiceProvider services, bool isPinned) : IVariantFeatureManagerSnapshot, IFeatureManagerSnapshot
{
    private readonly HubCatalog _catalog = services.GetRequiredService<HubCatalog>();
    private readonly TimeProvider _clock = services.GetRequiredService<TimeProvider>();
    private readonly Lock _pinning = new();
    private (Snapshot<HubDocuments> Documents, DateTimeOffset Now)? _pinned;

    private Subject Caller => services.GetService<Subject>() ?? Subject.Nobody;

    public ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feature);
        cancellationToken.ThrowIfCancellationRequested();
        var (documents, now) = Ask();
        return new(_catalog.Evaluate(documents, feature, new(Caller.Context, now)).IsOn);
    }

    /// <summary>The same for whom the context names: a <see cref="Subject"/>, a <see cref="FlagContext"/> (one without a moment asks now), or an <see cref="ITargetingContext"/>, whose groups stand for roles in the tenant of the caller.</summary>
    public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feature);
        cancellationToken.ThrowIfCancellationRequested();
        var (who, given) = context switch
        {
            Subject subject => (subject.Context, default),
            FlagContext flag => (flag.Who ?? Subject.Nobody.Context, flag),
            ITargetingContext target => (new Subject(target.UserId ?? "", Caller.Tenant, target.Groups ?? []).Context, default(FlagContext)),
            _ => throw new NotSupportedException($"Flags of hubs know Subject, FlagContext and ITargetingContext, and not {typeof(TContext)}."),
        };
        var (documents, now) = Ask();
        return new(_catalog.Evaluate(documents, feature, new(who, given.Now == default ? now : given.Now) { Attributes = given.Attributes }).IsOn);
    }

    /// <summary>Always <see langword="null"/>, as for a feature without variants: flags are on or off.</summary>
    public ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default) => new((Variant)null!);

    /// <summary>The same.</summary>
    public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default) => new((Variant)null!);

    public IAsyncEnumerable<string> GetFeatureNamesAsync() => GetFeatureNamesAsync(CancellationToken.None);

    public IAsyncEnumerable<string> GetFeatureNamesAsync(CancellationToken cancellationToken = default) => (_catalog.Find(Ask().Documents, Caller.Roles, Caller.Tenant.Value)?.Flags.Names ?? []).ToAsyncEnumerable();

    Task<bool> IFeatureManager.IsEnabledAsync(string feature) => IsEnabledAsync(feature).AsTask();

    Task<bool> IFeatureManager.IsEnabledAsync<TContext>(string feature, TContext context) => IsEnabledAsync(feature, context).AsTask();

    // The same for whoever asks, and whomever they ask about: what is on for one of two was not off for the other by another document.
    private (Snapshot<HubDocuments> Documents, DateTimeOffset Now) Ask()
    {
        if (!isPinned)
            return (_catalog.Documents, _clock.GetUtcNow());
        lock (_pinning)
            return _pinned ??= (_catalog.Documents, _clock.GetUtcNow());
    }
}
