using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What a subject sees and what is sent for it.</summary>
/// <param name="Me">Whose scope.</param>
/// <param name="Role">The role whose strategy it is.</param>
/// <param name="Compiler">The dialect.</param>
internal sealed record ScopeExplanation(Subject Me, string Role, SqlCompiler Compiler)
{
    public required IReadOnlyList<ExplainedRows> Parts { get; init; }

    /// <summary>The whole scope, as it is sent in one round trip.</summary>
    public required IReadOnlyList<ScopeStatement> Answer { get; init; }

    /// <summary>A page of the feed.</summary>
    public required IReadOnlyList<ScopeStatement> Feed { get; init; }

    /// <summary>Names the parameters of a statement.</summary>
    public required StatementNames Names { get; init; }

    /// <summary>The same with the numbers of rows that a database has at one instant. Nothing is seen while the own record is not live, which the part <c>own</c> tells.</summary>
    public async Task<ScopeExplanation> CountAsync(QueryReader reader, CancellationToken cancellationToken)
    {
        var counted = Parts.Where(p => p.Counted is not null).ToArray();
        var rows = new long[counted.Length];
        await reader.ReadAsync([.. counted.Select(p => p.Counted!.Count())], (part, row) => rows[part] = row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        return this with { Parts = [.. Parts.Select(p => p with { Rows = Array.IndexOf(counted, p) is >= 0 and var at ? rows[at] : null })] };
    }
}
