using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Scope.Tests.Reading;

/// <summary>The services of the package on one database, with the test model and policy, at <see cref="Graph.Now"/>.</summary>
internal sealed class TestScopes : IScopeAudit
{
    private readonly SnapshotStore<ScopeModel> _model;

    public TestScopes(DbDataSource source, SqlCompiler compiler, SnapshotStore<ScopeModel>? model = null, SnapshotStore<Policy>? policy = null, byte[]? key = null)
    {
        _model = model ?? ScopeText.ModelStore;
        Reader = new(source, compiler);
        Decisions = new(policy ?? ScopeText.PolicyStore);
        var cursors = new ScopeCursors(Options.Create(new CksScopeOptions { CursorKey = key ?? new byte[32] }), Clock);
        Service = new(_model, Decisions, Decisions, Reader, cursors, Clock);
        Checker = new(_model, Decisions, Clock);
        Queries = new(_model, Decisions, Decisions, Clock);
        Scoped = new(Reader, new ScopeIdentity(_model));
        Inspector = new(_model, Decisions, Decisions, Reader, this, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(Graph.Now);

    public QueryReader Reader { get; }

    public PolicyDecisionPoint Decisions { get; }

    public ScopeService Service { get; }

    public ScopeChecker Checker { get; }

    public ScopeQueries Queries { get; }

    public ScopedReader Scoped { get; }

    public ScopeInspector Inspector { get; }

    /// <summary>Inspections in the order in which they were written down.</summary>
    public List<string> Audit { get; } = [];

    /// <summary>What writing an inspection down does besides.</summary>
    public Action OnAudit { get; set; } = () => { };

    public async ValueTask InspectingAsync(Subject inspector, string role, string code, CancellationToken cancellationToken)
    {
        await Task.Yield();
        OnAudit();
        Audit.Add($"{inspector.Code} {role} {code}");
    }

    /// <summary>The keys that the subject sees, in order.</summary>
    public async Task<string[]> KeysAsync(Subject me, string entity)
    {
        _model.Current.Value.TryGetEntity(entity, out var of);
        var rows = Queries.Unmasked(me, Query.From(of!.Table).Select(of.Key), "the key may be hidden");
        return [.. (await Scoped.ReadListAsync(me, rows, r => r.GetString(0))).Order(StringComparer.Ordinal)];
    }

    /// <summary>All pages of a set, counted to the cap.</summary>
    public Task<List<ScopeSet>> PagesAsync(Subject me, string set, int limit, params IReadOnlyList<FieldFilter> filters) =>
        PagesAsync(me, set, new ScopeListRequest { Limit = limit, Filter = filters, Count = ScopeCount.Capped });

    /// <summary>All pages of what a request asks for.</summary>
    public async Task<List<ScopeSet>> PagesAsync(Subject me, string set, ScopeListRequest request)
    {
        var pages = new List<ScopeSet>();
        do
        {
            var page = await Service.ListAsync(me, set, request with { After = pages.LastOrDefault()?.Next });
            Assert.Equal("found", page.Reason.ToText());
            pages.Add(page.Set!);
        }
        while (pages[^1].Next is not null);
        return pages;
    }
}
