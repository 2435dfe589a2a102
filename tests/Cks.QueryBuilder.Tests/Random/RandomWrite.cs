using CsCheck;

namespace Cks.QueryBuilder.Tests;

internal enum WriteForm
{
    Insert,
    InsertOrSkip,
    InsertOrUpdate,
    Update,
    Delete,
}

/// <summary>A write twice: as the library is told it, and as a plain function of the world, which gives the rows of its table and those that are written, in full.</summary>
internal sealed record RandomWrite(string Name, Write Write, int Table, int[] Returned, Func<World, (object?[][] Rows, List<object?[]> Written)> Evaluate)
{
    public static readonly Gen<RandomWrite> Gen = new Generated<RandomWrite>(Make);

    /// <summary>Two that differ in their values only; of few columns, so that shapes meet.</summary>
    public static readonly Gen<(RandomWrite First, RandomWrite Second)> Short = new Twins<RandomWrite>(chance => Make(chance.Within(2)));

    private static readonly WriteForm[] Forms = [WriteForm.Update, WriteForm.InsertOrUpdate, WriteForm.Insert, WriteForm.InsertOrSkip, WriteForm.Delete];

    private static RandomWrite Make(Chance chance)
    {
        var (form, table) = (chance.Pick(Forms), chance.Below(World.Tables.Length));
        var source = World.Source(table, 0);
        var (columns, its) = (World.Tables[table].Columns, source.Table.Columns);
        var maker = new QueryMaker(chance) { MayBind = false };
        var conditions = new List<RandomCondition>();
        var rows = Query.From(source.Table);
        while (conditions.Count == 0)
            rows = maker.Narrow(rows, maker.With(source.At(0)), 2, 1, conditions);
        bool Holds(World world, object?[] row) => Naive.All(conditions.Select(c => c.Holds(world, [row]))) == true;

        var returned = chance.OneIn(3) ? Enumerable.Range(0, 1 + chance.Below(3)).Select(_ => chance.Below(columns.Length)).ToArray() : [];
        Write Returning(Write write) => returned.Length == 0 ? write : write.Returning([.. returned.Select(i => its[i])]);
        if (form == WriteForm.Delete)
        {
            return new("delete", Returning(Write.Delete(rows)), table, returned, world =>
            {
                var gone = world.Rows[table].Where(r => Holds(world, r)).ToList();
                return ([.. world.Rows[table].Except(gone)], gone);
            });
        }

        // A new row has a key that may be there, and all that must not be NULL.
        var key = form == WriteForm.Insert ? World.MostRows + chance.Below(3) : chance.Below(World.MostRows + 3);
        var values = chance.Row(columns, key);
        var isInsert = form != WriteForm.Update;
        var set = Enumerable.Range(0, columns.Length).Where(i => columns[i].Key is not null ? isInsert : (isInsert && !columns[i].IsNullable) || chance.OneIn(2)).ToList();
        if (set.Count == 0)
            set.Add(columns.Length - 1);
        object?[] Changed(object?[] row) => [.. row.Select((value, i) => set.Contains(i) ? values[i] : value)];
        Write Set(Write write) => set.Aggregate(write, (w, i) => values[i] is null && chance.OneIn(2) ? w.SetNull(its[i]) : columns[i].Kind.Set(w, its[i], values[i]));
        if (form == WriteForm.Update)
        {
            // What is added to must have room.
            var adds = chance.OneIn(2) ? -1 : Array.FindIndex(columns, c => c.Key is null && c.Kind is Kind<long>);
            var by = (long)chance.Below(7) - 3;
            set.Remove(adds);
            var write = Write.Update(adds < 0 ? rows : rows.Where((Column<long>)its[adds], Op.Gt, long.MinValue + 3).Where((Column<long>)its[adds], Op.Lt, long.MaxValue - 3));
            write = Set(adds < 0 ? write : write.Add((Column<long>)its[adds], by));
            return new(adds < 0 ? "update" : "add", Returning(write), table, returned, world =>
            {
                var hit = world.Rows[table].Where(r => Holds(world, r) && (adds < 0 || (long)r[adds]! is > long.MinValue + 3 and < long.MaxValue - 3)).ToList();
                object?[] Added(object?[] row) => [.. row.Select((value, i) => i == adds ? (long)value! + by : value)];
                return ([.. world.Rows[table].Select(r => hit.Contains(r) ? Added(Changed(r)) : r)], hit.ConvertAll(r => Added(Changed(r))));
            });
        }

        var isConditional = chance.OneIn(2);
        var insert = Set(Write.Insert(source.Table));
        insert = form switch
        {
            WriteForm.InsertOrSkip => insert.OrSkip(),
            WriteForm.InsertOrUpdate => isConditional ? insert.OrUpdate(rows, its[0]) : insert.OrUpdate(its[0]),
            _ => insert,
        };
        var name = form switch { WriteForm.Insert => "insert", WriteForm.InsertOrSkip => "skip", _ => isConditional ? "upsert where" : "upsert" };
        return new(name, Returning(insert), table, returned, world =>
        {
            if (Array.Find(world.Rows[table], r => Equals(r[0], values[0])) is not { } there)
            {
                var row = Changed(new object?[columns.Length]);
                return ([.. world.Rows[table], row], [row]);
            }

            return form == WriteForm.InsertOrSkip || (isConditional && !Holds(world, there))
                ? (world.Rows[table], [])
                : ([.. world.Rows[table].Select(r => r == there ? Changed(r) : r)], [Changed(there)]);
        });
    }
}
