using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>Cks.Rbac; the cases are in the files of this folder.</summary>
internal sealed class RbacArea : IRatioArea
{
    private readonly List<ServiceProvider> _services = [];

    public string Name => "rbac";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var decisions = new DecisionCases(_services);
        return [decisions.Check(), decisions.CheckPrincipal(), .. ResourceCases.All(_services), await LargeCase.CreateAsync(_services, cancellationToken), LoadGrowthCase.Create()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
            await services.DisposeAsync();
    }
}
