using System.Buffers.Text;
using System.Text.Json;
using Cks.Core;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class QueryCursorsTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] NextKey = [.. Enumerable.Repeat((byte)7, 48)];
    private static readonly DateTimeOffset Moment = new(2026, 3, 1, 1, 2, 3, 456, TimeSpan.FromHours(5));
    private static readonly Query Newest = Query.From(Crew).Where(Name, Op.Eq, "a").WhereIn(Age, [1, 2]).OrderByDesc(CreatedAt).OrderByDesc(CrewId);

    private readonly FakeTimeProvider _clock = new(Moment);
    private readonly QueryCursors _cursors;

    public QueryCursorsTests() => _cursors = new(Key, clock: _clock);

    [Fact]
    public void Cursor_leads_behind_its_key()
    {
        var text = _cursors.Write(Newest.Limit(50), "me", Moment, "W7");

        Assert.True(_cursors.TryRead(Newest.Limit(20), "me", text, out var next));
        var expected = SqliteCompiler.Default.Compile(Newest.Limit(20).After(Moment, "W7"));
        Assert.Equal(expected.Sql, SqliteCompiler.Default.Compile(next).Sql);
        Assert.Equal(expected.Bindings, SqliteCompiler.Default.Compile(next).Bindings);
    }

    [Fact]
    public void Cursor_of_a_page_is_good_for_the_query_of_any_page()
    {
        var text = _cursors.Write(Newest.After(Moment, "W9").Limit(50), "me", Moment, "W7");

        Assert.True(_cursors.TryRead(Newest, "me", text, out _));
        Assert.True(_cursors.TryRead(Newest.After(Moment, "W3"), "me", text, out _));
    }

    [Fact]
    public void S28_another_shape_value_order_or_subject_is_another_place()
    {
        var text = _cursors.Write(Newest, "me", Moment, "W7");
        var all = Query.From(Crew);
        Query[] others =
        [
            all.Where(Name, Op.Eq, "b").WhereIn(Age, [1, 2]).OrderByDesc(CreatedAt).OrderByDesc(CrewId),
            all.Where(Name, Op.Ne, "a").WhereIn(Age, [1, 2]).OrderByDesc(CreatedAt).OrderByDesc(CrewId),
            all.Where(CrewCenter, Op.Eq, "a").WhereIn(Age, [1, 2]).OrderByDesc(CreatedAt).OrderByDesc(CrewId),
            all.Where(Name, Op.Eq, "a").WhereIn(Age, [1, 3]).OrderByDesc(CreatedAt).OrderByDesc(CrewId),
            all.Where(Name, Op.Eq, "a").WhereIn(Age, [2, 1]).OrderByDesc(CreatedAt).OrderByDesc(CrewId),
            all.Where(Name, Op.Eq, "a").WhereIn(Age, [1]).OrderByDesc(CreatedAt).OrderByDesc(CrewId),
            all.Where(Name, Op.Eq, "a").OrderByDesc(CreatedAt).OrderByDesc(CrewId),
            all.OrderByDesc(CreatedAt).OrderByDesc(CrewId),
            Newest.Where(IsTest, Op.Eq, false),
            Newest.Select(Name),
            all.Where(Name, Op.Eq, "a").WhereIn(Age, [1, 2]).OrderBy(CreatedAt).OrderBy(CrewId),
            all.Where(Name, Op.Eq, "a").WhereIn(Age, [1, 2]).OrderByDesc(CreatedAt).OrderBy(CrewId),
            all.Where(Name, Op.Eq, "a").WhereIn(Age, [1, 2]).OrderByDesc(ArchivedAt).OrderByDesc(CrewId),
            all.Where(Name, Op.Eq, "a").WhereIn(Age, [1, 2]).OrderByDesc(CreatedAt),
        ];

        Assert.All(others, other => Assert.False(_cursors.TryRead(other, "me", text, out _)));
        Assert.All((string[])["", "Me", "me ", "you"], subject => Assert.False(_cursors.TryRead(Newest, subject, text, out _)));
        Assert.False(_cursors.TryRead(Newest, ["me", ""], text, out _));
        Assert.True(_cursors.TryRead(Newest, "me", text, out _));
    }

    [Fact]
    public void Values_of_conditions_of_every_type_are_part_of_the_place()
    {
        Func<bool, Query>[] pairs =
        [
            b => Query.From(Crew).Where(IsTest, Op.Eq, b),
            b => Query.From(Crew).Where(Age, Op.Eq, b ? 1 : 2),
            b => Query.From(Crew).Where(Points, Op.Eq, b ? long.MinValue : long.MaxValue),
            b => Query.From(Crew).Where(Tag, Op.Eq, b ? Guid.Empty : Guid.AllBitsSet),
            b => Query.From(Crew).Where(CreatedAt, Op.Eq, b ? Moment : Moment.AddTicks(1)),
            b => Query.From(Crew).WhereIn(CreatedAt, [Moment, b ? Moment : Moment.AddTicks(1)]),
            b => Query.From(Crew).WhereIn(Tag, [b ? Guid.Empty : Guid.AllBitsSet]),
            b => Query.From(Crew).WhereContains(Name, b ? "a" : "b"),
            b => Query.From(Crew).WhereIn(CrewCenter, Query.From(Centers).Select(CenterId).Where(Portal.Size, Op.Gt, b ? 1 : 2)),
            b => Query.From(Crew).Where(Name, Op.Eq, b ? "ab" : "a").Where(CrewCenter, Op.Eq, b ? "c" : "bc"),
        ];

        Assert.All(pairs, pair =>
        {
            var text = _cursors.Write(pair(true).OrderBy(CrewId), "me", "W1");
            Assert.True(_cursors.TryRead(pair(true).OrderBy(CrewId), "me", text, out _));
            Assert.False(_cursors.TryRead(pair(false).OrderBy(CrewId), "me", text, out _));
        });
    }

    [Fact]
    public void Parts_of_an_owner_do_not_run_together()
    {
        var text = _cursors.Write(Newest, ["ab", "c"], Moment, "W7");

        Assert.True(_cursors.TryRead(Newest, ["ab", "c"], text, out _));
        Assert.All((string[][])[["a", "bc"], ["abc"], ["ab", "c", ""], ["c", "ab"], ["ab"], []], owner => Assert.False(_cursors.TryRead(Newest, owner, text, out _)));
    }

    [Fact]
    public void Cursor_expires()
    {
        var text = _cursors.Write(Newest, "me", Moment, "W7");
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(_cursors.TryRead(Newest, "me", text, out _));

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_cursors.TryRead(Newest, "me", text, out _));
    }

    [Fact]
    public void Lifetime_can_be_another()
    {
        var cursors = new QueryCursors(Key, lifetime: TimeSpan.FromSeconds(10), clock: _clock);
        var text = cursors.Write(Newest, "me", Moment, "W7");
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.False(cursors.TryRead(Newest, "me", text, out _));
    }

    [Fact]
    public void Key_is_changed_without_ending_cursors()
    {
        var old = _cursors.Write(Newest, "me", Moment, "W7");
        var both = new QueryCursors(NextKey, Key, clock: _clock);

        Assert.True(both.TryRead(Newest, "me", old, out _));
        Assert.False(_cursors.TryRead(Newest, "me", both.Write(Newest, "me", Moment, "W7"), out _)); // signed with the new one
        Assert.False(new QueryCursors(NextKey, clock: _clock).TryRead(Newest, "me", old, out _));
    }

    [Fact]
    public void A_secret_is_rotated_under_cursors_that_are_in_use()
    {
        var secret = new Secret<byte[]>(Key);
        var cursors = new QueryCursors(secret, clock: _clock);
        var old = cursors.Write(Newest, "me", Moment, "W7");
        Assert.True(_cursors.TryRead(Newest, "me", old, out _));

        secret.Replace(NextKey, Key);
        Assert.True(cursors.TryRead(Newest, "me", old, out _));
        var next = cursors.Write(Newest, "me", Moment, "W7");
        Assert.False(_cursors.TryRead(Newest, "me", next, out _));
        secret.Replace(NextKey, null);
        Assert.False(cursors.TryRead(Newest, "me", old, out _));
        Assert.True(cursors.TryRead(Newest, "me", next, out _));
        Assert.Throws<CksConfigurationException>(() => new QueryCursors(new Secret<byte[]>(new byte[31])));
        secret.Replace(NextKey, new byte[31]);
        Assert.Throws<CksConfigurationException>(() => new QueryCursors(secret));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(31, 0)]
    [InlineData(32, 31)]
    public void Key_that_could_be_guessed_is_refused(int length, int previousLength) =>
        Assert.Equal(
            CksCodes.InvalidSetting,
            Assert.Single(Assert.Throws<CksConfigurationException>(() => new QueryCursors(new byte[length], new byte[previousLength])).Diagnostics).Code);

    [Fact]
    public void Lifetime_that_is_none_is_refused() =>
        Assert.Throws<CksConfigurationException>(() => new QueryCursors(Key, lifetime: TimeSpan.Zero));

    [Fact]
    public void Values_of_a_key_come_back_as_they_were() =>
        Gen.Select(Gen.String[0, 300], Gen.Select(Gen.Bool, Gen.Int, Gen.Long, Gen.Double), Gen.Guid, Gen.DateTimeOffset, Gen.DateOnly).Sample((text, numbers, id, instant, date) =>
        {
            if (!Corpus.IsWellFormed(text))
                return;
            object[] key = [text, numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4, id, instant, date, ""];
            string[] place = ["test", text];

            Assert.True(_cursors.TryRead(place, _cursors.Write(place, key), out var read));
            Assert.Equal(key, read);
            Assert.Equal(key.Select(v => v.GetType()), read.Select(v => v.GetType()));
        }, iter: 2_000, threads: 1);

    [Fact]
    public void Value_that_has_no_form_is_a_mistake_of_the_program()
    {
        Assert.Throws<ArgumentException>(() => _cursors.Write(["test"], JsonElement.Parse("1")));
        Assert.Throws<ArgumentException>(() => _cursors.Write(["test"], "\ud800"));
        Assert.Throws<ArgumentException>(() => _cursors.Write(["test"], new string('a', 5_000)));
        Assert.Throws<ArgumentException>(() => _cursors.Write(["test"], new string('a', 100_000)));
        Assert.Throws<ArgumentException>(() => _cursors.Write(Newest, "me", "W7"));
        Assert.Throws<ArgumentException>(() => _cursors.Write(Newest, "me", "W7", Moment));
        Assert.Throws<ArgumentException>(() => _cursors.Write(Query.From(Crew), "me"));
    }

    [Fact]
    public void S28_every_changed_character_and_every_changed_bit_is_no_cursor()
    {
        var cursor = _cursors.Write(Newest, "me", Moment, "W7");
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .\n\0é";
        for (var i = 0; i < cursor.Length; i++)
            foreach (var c in alphabet.Where(c => c != cursor[i]))
                Assert.False(_cursors.TryRead(Newest, "me", $"{cursor[..i]}{c}{cursor[(i + 1)..]}", out _));
        var bytes = Base64Url.DecodeFromChars(cursor);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_cursors.TryRead(Newest, "me", Base64Url.EncodeToString(bytes), out _));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(_cursors.TryRead(Newest, "me", Base64Url.EncodeToString(bytes), out _));
    }

    [Fact]
    public void Hostile_text_is_no_cursor_and_never_an_exception()
    {
        var cursor = _cursors.Write(Newest, "me", Moment, "W7");
        Assert.All(
            (string?[])[null, "", " ", cursor + "A", cursor + "=", cursor + "\n", " " + cursor, cursor[..^1], cursor[1..], cursor + cursor, new('A', 60), new('A', 4_096), new('A', 1_000_000)],
            text => Assert.False(_cursors.TryRead(Newest, "me", text, out _)));
        Assert.All(Corpus.Strings(), text => Assert.False(_cursors.TryRead(Newest, "me", text, out _)));
        Gen.String.Sample(text => Assert.False(_cursors.TryRead(Newest, "me", text, out _)), iter: 2_000);
    }

    [Fact]
    public void Cursor_from_before_a_column_changed_its_type_is_no_cursor()
    {
        var (before, after) = (Things<int>(), Things<long>());
        var text = _cursors.Write(before, "me", 1);

        Assert.Equal(PostgresCompiler.Default.Compile(before).Sql, PostgresCompiler.Default.Compile(after).Sql);
        Assert.False(_cursors.TryRead(after, "me", text, out _));

        static Query Things<T>()
        {
            var table = SqlSchema.Create(s => s.Table("cursor_things", t => t.Column<T>("id"))).Table("cursor_things");
            return Query.From(table).OrderBy(table.Column<T>("id"));
        }
    }
}
