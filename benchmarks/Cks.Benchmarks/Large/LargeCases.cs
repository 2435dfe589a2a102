using Cks.QueryBuilder;
using Cks.Scope;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>The comparisons over the large portals that are kept. What is not there is said and left out.</summary>
internal sealed class LargeCases : IAsyncDisposable
{
    // Viewers of a case whose every value is compared before it is measured; the numbers of all are.
    private const int Compared = 5;

    private readonly List<IAsyncDisposable> _opened = [];

    public async Task<IReadOnlyList<RatioCase>> CreateAsync()
    {
        var cases = new List<RatioCase>();
        var store = await LargeStore.OpenAsync(create: false);
        _opened.Add(store);
        if (await store.PostgresSizesAsync() is [.., var size] sizes)
        {
            var postgres = Open(store, size);
            var shape = new LargeShape(size);
            cases.AddRange([.. Pages(postgres, shape, keys: true), .. Pages(postgres, shape, keys: false), .. Contractors(postgres, shape), .. Feeds(postgres, shape), .. Ef(postgres, shape)]);
            var hosts = await PageHosts.StartAsync(postgres, new LargeViewers(shape).Managers[0].Codes);
            _opened.Add(hosts);
            cases.Add(hosts.Case("request-page"));
            if (sizes[0] < size)
                cases.AddRange(Growth(Open(store, sizes[0]), new(sizes[0]), postgres, shape));
            else
                await Console.Error.WriteLineAsync($"scope/growth: skipped. Seed a small portal as well: seed --crew {LargeShape.Fewest}.");
        }
        else
        {
            await Console.Error.WriteLineAsync("scope/page, can-see, contractor, feed, growth: skipped. There is no large portal on PostgreSQL: seed --crew 2000000.");
        }

        if (LargeStore.SqliteSizes() is [.., var file])
            cases.AddRange(Sqlite(file));
        else
            await Console.Error.WriteLineAsync("scope/sqlite-page, sqlite-count: skipped. There is no large portal on SQLite: seed --crew 1000000 --sqlite.");
        return cases;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
    }

    private NpgsqlDataSource Open(LargeStore store, int size)
    {
        var source = NpgsqlDataSource.Create(store.Postgres(size));
        _opened.Add(source);
        return source;
    }

    private LargeScopes ScopesOf(NpgsqlDataSource source, bool keys)
    {
        var scopes = new LargeScopes(source, PostgresCompiler.Default, keys);
        _opened.Add(scopes);
        return scopes;
    }

    private IEnumerable<RatioCase> Pages(NpgsqlDataSource source, LargeShape shape, bool keys)
    {
        var (scopes, viewers) = (ScopesOf(source, keys).Scopes, new LargeViewers(shape));
        var (page, look, suffix) = (CrewPages.Page(keys), CrewPages.CanSee(keys), keys ? "-key" : "");
        foreach (var (which, managers) in viewers.Managers)
        {
            yield return RatioCase.Async($"page{suffix}/{which}", LargeViewers.Enough(managers), async m => Answer(await PageAsync(scopes, m)), async m => (await ByHandAsync(m)).Answer)
                with
            { Check = () => CompareAsync(managers, m => PageAsync(scopes, m), ByHandAsync) };
            if (keys)
                yield return RatioCase.Async($"page-key-in-select-1/{which}", LargeViewers.Enough(managers), async m => await PageAsync(scopes, m) is null ? 0 : 1, _ => SelectOneAsync(source));
            yield return RatioCase.Async(
                $"can-see{suffix}/{which}", viewers.Looks(managers), async l => await scopes.CanSeeAsync(LargeScopes.Me("manager", l.Manager), "crew", l.Crew) ? 1 : 0,
                async l => await CrewPages.CanSeeAsync(source, look, l.Manager, l.Crew) ? 1 : 0);
        }

        ValueTask<PageOfCrew> ByHandAsync(string manager) => CrewPages.ReadAsync(source, page, manager);
    }

    private IEnumerable<RatioCase> Contractors(NpgsqlDataSource source, LargeShape shape)
    {
        var scopes = ScopesOf(source, keys: true).Scopes;
        foreach (var (which, contractors) in new LargeViewers(shape).Contractors)
            yield return RatioCase.Async(
                $"contractor/{which}", LargeViewers.Enough(contractors),
                async c => await OursAsync(c) is { } scope ? scope.Relationships["crew"].Items.Count + (int)(long)scope.Summary["serviceCount"]! : -1,
                async c => await ByHandAsync(c) is { } scope ? scope.Crew.Count + (int)scope.ServiceCount : -1)
                with
            {
                Check = async () =>
                {
                    foreach (var contractor in contractors.Take(Compared))
                        ScopeArea.Compare(ViewerOf(contractor), await OursAsync(contractor), await ByHandAsync(contractor));
                }
            };

        ValueTask<RoleScope?> OursAsync(string contractor) => scopes.GetScopeAsync(LargeScopes.Me("contractor", contractor));
        ValueTask<HandWrittenScope?> ByHandAsync(string contractor) => HandWrittenReaders.ReadPostgresAsync(source, ViewerOf(contractor), HandWrittenScope.KeyedStatements);
        static ScopeViewer ViewerOf(string contractor) => new(LargeTables.Tenant, contractor, IsTest: false);
    }

    private IEnumerable<RatioCase> Feeds(NpgsqlDataSource source, LargeShape shape)
    {
        var (feed, viewers) = (ScopesOf(source, keys: true).Feed, new LargeViewers(shape).OfAllRoles);
        yield return RatioCase.Percentile("feed", viewers, async v => (await OursAsync(v.Role, v.Code)).Count, async v => (await FeedByHand.ReadAsync(source, v.Role, v.Code)).Count)
            with
        {
            Check = async () =>
            {
                foreach (var (role, code) in viewers)
                    Compare(code, [.. await OursAsync(role, code)], [.. await FeedByHand.ReadAsync(source, role, code)]);
            }
        };
        yield return RatioCase.Percentile("feed-in-select-1", viewers, async v => await OursAsync(v.Role, v.Code) is null ? 0 : 1, _ => SelectOneAsync(source));

        async Task<IReadOnlyList<ActivityItem>> OursAsync(string role, string code) => (await feed.ReadAsync(LargeScopes.Me(role, code)))!.Items;
    }

    private IEnumerable<RatioCase> Ef(NpgsqlDataSource source, LargeShape shape)
    {
        var pages = new EfPages(source);
        _opened.Add(pages);
        foreach (var (which, managers) in new LargeViewers(shape).Managers)
            yield return RatioCase.Async($"ef/{which}", LargeViewers.Enough(managers), pages.InScopeAsync, pages.ByHandAsync)
                with
            {
                Check = async () =>
                {
                    foreach (var manager in managers.Take(Compared))
                        if (!await pages.AgreeAsync(manager))
                            throw new InvalidOperationException($"{manager} sees other crew by hand.");
                }
            };
    }

    // Ours against ours: the large portal and a small one, viewers of the same kind in both.
    private IEnumerable<RatioCase> Growth(NpgsqlDataSource small, LargeShape smallShape, NpgsqlDataSource large, LargeShape largeShape)
    {
        var (few, many) = (ScopesOf(small, keys: true).Scopes, ScopesOf(large, keys: true).Scopes);
        var (fewViewers, manyViewers) = (new LargeViewers(smallShape), new LargeViewers(largeShape));
        foreach (var ((which, managers), (_, others)) in manyViewers.Managers.Zip(fewViewers.Managers))
        {
            yield return RatioCase.Async(
                $"growth-page/{which}", LargeViewers.Enough(managers).Zip(LargeViewers.Enough(others)),
                async v => (await PageAsync(many, v.First))!.Items.Count, async v => (await PageAsync(few, v.Second))!.Items.Count);
            yield return RatioCase.Async(
                $"growth-can-see/{which}", manyViewers.Looks(managers).Zip(fewViewers.Looks(others)),
                async v => await many.CanSeeAsync(LargeScopes.Me("manager", v.First.Manager), "crew", v.First.Crew) ? 1 : 1,
                async v => await few.CanSeeAsync(LargeScopes.Me("manager", v.Second.Manager), "crew", v.Second.Crew) ? 1 : 1);
        }
    }

    private IEnumerable<RatioCase> Sqlite(int size)
    {
        var connectionString = LargeStore.Sqlite(size);
        var source = SqliteFactory.Instance.CreateDataSource(connectionString);
        var scopes = new LargeScopes(source, SqliteCompiler.Default);
        _opened.AddRange(source, scopes);
        foreach (var (which, managers) in new LargeViewers(new(size)).Managers)
        {
            yield return RatioCase.Async($"sqlite-page/{which}", LargeViewers.Enough(managers), async m => Answer(await PageAsync(scopes.Scopes, m)), async m => (await ByHandAsync(m)).Answer)
                with
            { Check = () => CompareAsync(managers, m => PageAsync(scopes.Scopes, m), ByHandAsync) };
            yield return RatioCase.Async(
                $"sqlite-count/{which}", LargeViewers.Enough(managers), async m => (int)(await PageAsync(scopes.Scopes, m, 1, ScopeCount.Capped))!.Count!,
                async m => (int)(await CrewPages.ReadSqliteAsync(connectionString, m, 1, ScopeSet.CountLimit)).Count!);
        }

        ValueTask<PageOfCrew> ByHandAsync(string manager) => CrewPages.ReadSqliteAsync(connectionString, manager, CrewPages.Size, null);
    }

    private static async ValueTask<ScopeSet?> PageAsync(IScopeService scopes, string manager, int size = CrewPages.Size, ScopeCount count = ScopeCount.None) =>
        (await scopes.ListAsync(LargeScopes.Me("manager", manager), "crew", new() { Limit = size, Count = count })).Set;

    private static int Answer(ScopeSet? page) => PageOfCrew.AnswerOf(page!.Items.Count, page.Next is not null, page.Items is [.., var last] ? (string)last["code"]! : "");

    private static async ValueTask<int> SelectOneAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT 1");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return reader.GetInt32(0);
    }

    private static async Task CompareAsync(string[] viewers, Func<string, ValueTask<ScopeSet?>> ours, Func<string, ValueTask<PageOfCrew>> byHand)
    {
        foreach (var viewer in viewers.Take(Compared))
            Compare(viewer, [.. (await ours(viewer))!.Items.SelectMany(r => r.Values)], [.. (await byHand(viewer)).Crew.SelectMany(r => r.Values)]);
    }

    private static void Compare(string viewer, object?[] mine, object?[] its)
    {
        if (!mine.SequenceEqual(its))
            throw new InvalidOperationException($"{viewer} sees {string.Join(", ", mine.Except(its).Take(3))} and by hand {string.Join(", ", its.Except(mine).Take(3))}.");
    }
}
