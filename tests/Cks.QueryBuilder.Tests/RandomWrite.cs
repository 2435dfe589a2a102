using CsCheck;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

internal enum WriteForm
{
    Insert,
    InsertOrSkip,
    Update,
    Delete,
}

/// <summary>What happens to one column, twice: as the library is told it, and as a plain function of a row.</summary>
internal sealed record RandomAssignment(Func<Write, Write> Write, Func<CrewRow, CrewRow> Apply, bool IsRequired = false, bool Adds = false);

/// <summary>A write twice: as the library is told it, and as a naive evaluation does it.</summary>
internal sealed record RandomWrite(WriteForm Form, RandomCondition[] Conditions, RandomAssignment[] Assignments, string Id)
{
    private static readonly Gen<RandomAssignment>[] Columns =
    [
        Nullable(Name, Pools.Text, (r, v) => r with { Name = v }), Nullable(CrewCenter, Pools.Code, (r, v) => r with { CenterId = v }),
        Nullable(Age, Pools.Small.Select(v => (int?)v), (r, v) => r with { Age = v }),
        Nullable(ArchivedAt, Pools.Instant.Select(v => (DateTimeOffset?)v), (r, v) => r with { ArchivedAt = v }),
        Required(IsTest, CsCheck.Gen.Bool, (r, v) => r with { IsTest = v }), Required(Points, Pools.Long, (r, v) => r with { Points = v }),
        Required(Tag, Pools.Id, (r, v) => r with { Tag = v }), Required(CreatedAt, Pools.Instant, (r, v) => r with { CreatedAt = v }),
    ];

    private static readonly Gen<RandomAssignment> Added =
        CsCheck.Gen.Long[-3, 3].Select(by => new RandomAssignment(w => w.Add(Points, by), r => r with { Points = r.Points + by }, Adds: true));

    public static readonly Gen<RandomWrite> Gen = Of(RandomCondition.Any(2).Array[1, 3], 0);

    // Few columns and short conditions, so that shapes meet.
    public static readonly Gen<RandomWrite> Short = Of(RandomCondition.Any(0).Array[1, 1], 6);

    public Write ToWrite()
    {
        var rows = Conditions.Aggregate(Query.From(Crew), (q, c) => q.Where(g => c.And(g)));
        if (Assignments.Any(a => a.Adds))
            rows = rows.Where(Points, Op.Gt, long.MinValue + 3).Where(Points, Op.Lt, long.MaxValue - 3);
        var write = Form switch
        {
            WriteForm.Insert => Write.Insert(Crew).Set(CrewId, $"N{Id}"),
            WriteForm.InsertOrSkip => Write.Insert(Crew).OrSkip().Set(CrewId, Id),
            WriteForm.Update => Write.Update(rows),
            _ => Write.Delete(rows),
        };
        return Assignments.Aggregate(write, (w, a) => a.Write(w));
    }

    /// <summary>The rows afterwards, and how many were affected.</summary>
    public (CrewRow[] Crew, int Affected) Evaluate(CrewRow[] crew, CenterRow[] centers)
    {
        if (Form is WriteForm.Insert or WriteForm.InsertOrSkip)
        {
            var row = Apply(new(Form == WriteForm.Insert ? $"N{Id}" : Id, null, null, false, null, 0, Guid.Empty, default, null));
            return crew.Any(r => r.CrewId == row.CrewId) ? (crew, 0) : ([.. crew, row], 1);
        }

        var hit = crew.Where(r => RandomCondition.AllOf(Conditions.Select(c => c.Holds(r, centers))) == true)
            .Where(r => !Assignments.Any(a => a.Adds) || r.Points is > long.MinValue + 3 and < long.MaxValue - 3).ToHashSet();
        return ([.. crew.Where(r => Form == WriteForm.Update || !hit.Contains(r)).Select(r => hit.Contains(r) ? Apply(r) : r)], hit.Count);
    }

    private CrewRow Apply(CrewRow row) => Assignments.Aggregate(row, (r, a) => a.Apply(r));

    private static Gen<RandomWrite> Of(Gen<RandomCondition[]> conditions, int fewer) =>
        CsCheck.Gen.Select(
                CsCheck.Gen.Enum<WriteForm>(), conditions, CsCheck.Gen.Select(Columns[0], Columns[1], Columns[2], Columns[3], Columns[4], Columns[6], Columns[7], CsCheck.Gen.OneOf(Columns[5], Added)),
                CsCheck.Gen.Bool.Array[8], CsCheck.Gen.Int[0, 7], CsCheck.Gen.Int[0, 45])
            .Select((form, conditions, columns, chosen, always, id) =>
            {
                var (a, b, c, d, e, f, g, h) = columns;
                var assignments = ((RandomAssignment[])[a, b, c, d, e, f, g, h]).Where((column, i) => form switch
                {
                    WriteForm.Update => i == (fewer == 0 ? always : 7 - (always % 2)) || (i > fewer && chosen[i]),
                    WriteForm.Delete => false,
                    _ => !column.Adds && (column.IsRequired || (i >= fewer && chosen[i])),
                }).ToList();
                if (form is WriteForm.Insert or WriteForm.InsertOrSkip && h.Adds)
                    assignments.Add(new(w => w.Set(Points, 5), r => r with { Points = 5 }));
                return new RandomWrite(form, conditions, [.. assignments], $"W{id:00}");
            });

    private static Gen<RandomAssignment> Nullable<T>(Column<T> column, Gen<T> values, Func<CrewRow, T?, CrewRow> with) =>
        CsCheck.Gen.Select(values, CsCheck.Gen.Int[0, 3]).Select((value, form) => form switch
        {
            0 => new RandomAssignment(w => w.SetNull(column), r => with(r, default)),
            1 => new RandomAssignment(w => w.Set(column, default), r => with(r, default)),
            _ => new RandomAssignment(w => w.Set(column, value), r => with(r, value)),
        });

    private static Gen<RandomAssignment> Required<T>(Column<T> column, Gen<T> values, Func<CrewRow, T, CrewRow> with) =>
        values.Select(value => new RandomAssignment(w => w.Set(column, value), r => with(r, value), IsRequired: true));
}
