using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Scope;
using Cks.Tests;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.Scope, subject, masks and model included, against SQL written by hand for each page and read into records. <c>small-sqlite</c> and
/// <c>small-postgres</c>: the whole scope of a contractor of the portal's own seeds; everything else is read from the <see cref="LargeStore"/>.
/// </summary>
internal sealed class ScopeArea : IRatioArea
{
    private readonly List<IAsyncDisposable> _opened = [];

    public string Name => "scope";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var sqlite = await PortalData.CreateSqliteAsync();
        _opened.Add(sqlite);
        var connectionString = sqlite.Source.ConnectionString;
        var cases = new List<RatioCase> { await CreateAsync("small-sqlite", sqlite, v => HandWrittenReaders.ReadSqliteAsync(connectionString, v), cancellationToken) };
        if (await PostgresServer.FindAsync() is ({ } server, _))
        {
            var postgres = await PortalData.CreatePostgresAsync(server);
            _opened.Add(postgres);
            var source = (NpgsqlDataSource)postgres.Source;
            cases.Add(await CreateAsync("small-postgres", postgres, v => HandWrittenReaders.ReadPostgresAsync(source, v, HandWrittenScope.Statements), cancellationToken));
        }
        else
        {
            await Console.Error.WriteLineAsync($"scope/small-postgres: skipped. {(await PostgresServer.FindAsync()).Reason}");
        }

        var large = new LargeCases();
        _opened.Add(large);
        cases.AddRange(await large.CreateAsync());
        return cases;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
    }

    private async Task<RatioCase> CreateAsync(string name, PortalData data, Func<ScopeViewer, ValueTask<HandWrittenScope?>> byHand, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("portal.rbac.json", Documents.Read("portal.rbac.json"));
        services.AddCksScope().AddModel("portal.scope.json", Documents.Read("portal.scope.json"));
        services.AddSingleton(data.Source);
        services.AddSingleton<SqlCompiler>(data.Engine == PortalEngine.Postgres ? PostgresCompiler.Default : SqliteCompiler.Default);
        var provider = services.BuildServiceProvider();
        _opened.Add(provider);
        var scopes = provider.GetRequiredService<IScopeService>();
        var viewers = await data.ContractorsAsync(cancellationToken);
        foreach (var viewer in viewers.Distinct())
            Compare(viewer, await scopes.GetScopeAsync(SubjectOf(viewer), cancellationToken), await byHand(viewer));
        return RatioCase.Async(
            name,
            viewers,
            async v => await scopes.GetScopeAsync(SubjectOf(v)) is { } scope ? scope.Relationships["crew"].Items.Count + (int)(long)scope.Summary["serviceCount"]! : -1,
            async v => await byHand(v) is { } scope ? scope.Crew.Count + (int)scope.ServiceCount : -1);
    }

    /// <summary>Made for each call, because a request makes one.</summary>
    private static Subject SubjectOf(ScopeViewer viewer) => new(viewer.Code, TenantId.Parse(viewer.Tenant), ["contractor"]) { Code = viewer.Code, IsTest = viewer.IsTest };

    public static void Compare(ScopeViewer viewer, RoleScope? ours, HandWrittenScope? byHand)
    {
        if (Flatten(ours) is var mine && Flatten(byHand) is var its && !mine.SequenceEqual(its))
            throw new InvalidOperationException($"{viewer} sees {string.Join(", ", mine.Except(its).Take(3))} and by hand {string.Join(", ", its.Except(mine).Take(3))}.");
    }

    /// <summary>Every value of every row in order, the counts and the metrics.</summary>
    private static object?[] Flatten(RoleScope? scope) => scope is null ? [] :
    [
        .. new[] { "customers", "centers", "crew" }.SelectMany(n => scope.Relationships[n].Items).SelectMany(r => r.Values),
        .. new[] { "customers", "centers", "crew" }.Select(n => scope.Relationships[n].Count).Cast<object>(),
        .. new[] { "accountStatus", "customerCount", "centerCount", "crewCount", "serviceCount" }.Select(n => scope.Summary[n]),
    ];

    private static object?[] Flatten(HandWrittenScope? scope) => scope is null ? [] :
    [
        .. scope.Customers.SelectMany(r => new[] { r.Code, r.Name, r.MainContact, r.Email, r.Phone, r.Address, r.Status }),
        .. scope.Centers.SelectMany(r => new[] { r.Code, r.Name, r.CustomerCode, r.MainContact, r.Email, r.Phone, r.Address, r.Status }),
        .. scope.Crew.SelectMany(r => new[] { r.Code, r.Name, r.CenterCode, r.EmergencyContact, r.Email, r.Phone, r.Status }),
        .. new[] { scope.CustomerCount, scope.CenterCount, scope.CrewCount }.Select(c => Math.Min(c, ScopeSet.CountLimit)).Cast<object>(),
        scope.AccountStatus, scope.CustomerCount, scope.CenterCount, scope.CrewCount, scope.ServiceCount,
    ];
}
