using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>What ASP.NET enforces with Cks.Rbac; the cases are in the files of this folder. <c>permissions-304</c>: the permissions of somebody who has them already.</summary>
internal sealed class EnforcementArea : IRatioArea
{
    private readonly List<IAsyncDisposable> _owned = [];

    public string Name => "enforcement";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken) =>
        [
            GuardCase.Create(_owned),
            .. await FieldMaskCases.CreateAsync(_owned, cancellationToken),
            await NotModifiedCase.CreateAsync("permissions-304", s => s.AddCksRbac().AddPolicy("portal.rbac.json", Documents.Read("portal.rbac.json")), app => app.MapCksPermissions("/"), _owned, cancellationToken),
        ];

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
    }
}
