using System.Text.Json.Nodes;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubDiffPropertyTests
{
    [Fact]
    public void Nothing_is_different_in_a_hub_from_itself_however_it_is_written() => Gen.Int.Sample(seed =>
    {
        var hub = DiffWorld.Random(new(seed));
        Assert.Empty(HubDiff.Between(Read(hub), Read(Reversed(hub).AsObject())).Changes);
    }, iter: 500);

    [Fact]
    public void A_document_of_an_older_version_means_the_same_as_the_one_it_is_carried_to() => Gen.Int.Sample(seed =>
    {
        var utf8 = RandomHubs.Utf8(RandomHubs.Version1(new(seed)));
        var carried = HubMigrator.Migrate("a.json", utf8, HubSchema.CurrentVersion).GetOrThrow();
        Assert.True(HubDiff.Between(HubDefinitionReader.Read("a.json", utf8).GetOrThrow(), HubDefinitionReader.Read("b.json", carried.Utf8).GetOrThrow()).IsEmpty);
    }, iter: 300);

    [Fact]
    public void Every_difference_of_two_hubs_is_named_by_exactly_one_change_and_the_changes_make_one_of_the_other()
    {
        var (named, moved) = (0, 0);
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var (one, other) = (DiffWorld.Random(random), DiffWorld.Random(random));
            var (before, after) = (new NaiveHub(one), new NaiveHub(other));
            var changes = HubDiff.Between(Read(one), Read(other)).Changes;
            string[] different = [.. before.DifferencesFrom(after)];

            foreach (var pointer in different)
                Assert.True(changes.Count(c => Names(c, Plain(c.Pointer), pointer)) == 1, $"{pointer}\n{string.Join('\n', changes)}");
            Assert.All(changes, c => Assert.True(c.Kind == HubChangeKind.Moved || different.Any(d => Names(c, Plain(c.Pointer), d)), $"{c} is no difference."));
            foreach (var (list, order) in before.Order)
                Assert.Equal(FewestMoves(order, after.Order[list]), changes.Count(c => c.Kind == HubChangeKind.Moved && c.Pointer.StartsWith(list + "[", StringComparison.Ordinal)));
            Assert.Equal(changes.OrderByDescending(c => c.Risk).Select(c => c.Risk), changes.Select(c => c.Risk));

            before.Apply(changes.Select(c => c with { Pointer = Plain(c.Pointer) }));
            Assert.Equal(after.Values, before.Values);
            Assert.All(after.Order, o => Assert.Equal(o.Value, before.Order[o.Key]));
            Interlocked.Add(ref named, different.Length);
            Interlocked.Add(ref moved, changes.Count(c => c.Kind == HubChangeKind.Moved));
        }, iter: 2_000);
        Assert.True(named > 10_000 && moved > 200, $"{named} differences, {moved} moves.");
    }

    private static HubDefinition Read(JsonObject hub) => HubDefinitionReader.Read("hub.json", RandomHubs.Utf8(hub)).GetOrThrow();

    // The table of values knows no signs of pointers.
    private static string Plain(string pointer) => pointer.Replace("a~2b~3~1~0c", "a[b]/~c", StringComparison.Ordinal);

    private static bool Names(HubChange change, string at, string pointer) => change.Kind != HubChangeKind.Moved
        && (at == pointer || (change.Kind is HubChangeKind.Added or HubChangeKind.Removed && NaiveHub.IsItem(at) && pointer.StartsWith(at + "/", StringComparison.Ordinal)));

    private static int FewestMoves(List<string> before, List<string> after)
    {
        int[] places = [.. after.Select(id => before.IndexOf(id)).Where(i => i >= 0)];
        var best = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
            best[i] = 1 + Enumerable.Range(0, i).Where(j => places[j] < places[i]).Select(j => best[j]).DefaultIfEmpty().Max();
        return places.Length - best.DefaultIfEmpty().Max();
    }

    // Objects in another order, and lists as they are.
    private static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : (JsonNode?)Reversed(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(i => i is null ? null : Reversed(i))]),
        _ => node.DeepClone(),
    };
}
