using System.Data.Common;
using System.Text.Json;
using Cks.QueryBuilder;
using Cks.Scope.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>A page of a manager's crew by Entity Framework: a set in scope, and the same rows by a condition written by hand. Contexts come from pools on both sides, and nothing is tracked.</summary>
internal sealed class EfPages : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly IDbContextFactory<CrewContext.Scoped> _scoped;
    private readonly IDbContextFactory<CrewContext.ByHand> _byHand;

    public EfPages(NpgsqlDataSource source)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCksRbac().AddPolicy("portal.rbac.json", Documents.Read("portal.rbac.json"));
        services.AddCksScope().AddModel("portal.scope.json", Documents.Read("portal.scope.json"));
        services.AddSingleton<DbDataSource>(source).AddSingleton<SqlCompiler>(PostgresCompiler.Default);
        services.AddPooledDbContextFactory<CrewContext.Scoped>(options => options.UseNpgsql(source).UseCksScope());
        services.AddPooledDbContextFactory<CrewContext.ByHand>(options => options.UseNpgsql(source));
        _provider = services.BuildServiceProvider();
        (_scoped, _byHand) = (_provider.GetRequiredService<IDbContextFactory<CrewContext.Scoped>>(), _provider.GetRequiredService<IDbContextFactory<CrewContext.ByHand>>());
    }

    public async ValueTask<int> InScopeAsync(string manager) => Answer(await RowsInScopeAsync(manager));

    public async ValueTask<int> ByHandAsync(string manager) => Answer(await RowsByHandAsync(manager));

    /// <summary>Whether both have the same rows, column by column.</summary>
    public async Task<bool> AgreeAsync(string manager) => JsonSerializer.Serialize(await RowsInScopeAsync(manager)) == JsonSerializer.Serialize(await RowsByHandAsync(manager));

    private async Task<List<CrewMember>> RowsInScopeAsync(string manager)
    {
        await using var db = await _scoped.CreateDbContextAsync();
        return await db.Crew.InScope(LargeScopes.Me("manager", manager)).OrderBy(c => c.CrewId).Take(CrewPages.Size + 1).ToListAsync();
    }

    private async Task<List<CrewMember>> RowsByHandAsync(string manager)
    {
        await using var db = await _byHand.CreateDbContextAsync();
        var rows = db.Crew.AsNoTracking().Where(c => c.TenantId == LargeTables.Tenant && !c.IsTest && c.CksManager == manager && c.ArchivedAt == null
            && db.Managers.Any(m => m.TenantId == LargeTables.Tenant && !m.IsTest && m.ManagerId == manager && m.ArchivedAt == null));
        return await rows.OrderBy(c => c.CrewId).Take(CrewPages.Size + 1).ToListAsync();
    }

    // The container does not own the database.
    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private static int Answer(List<CrewMember> crew) => PageOfCrew.AnswerOf(crew.Count, crew.Count > CrewPages.Size, crew.Count == 0 ? "" : crew[^1].CrewId);
}
