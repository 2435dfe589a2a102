using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;

namespace Cks.Rbac.Tests.Model;

/// <summary>A bad document changes nothing: it is refused in words, whatever is wrong with it, and what was decided before is decided after.</summary>
public sealed class BadDocumentTests
{
    private static readonly int Documents = Rounds.Of(6_000);

    [Fact]
    public void A_document_that_is_refused_leaves_the_policy_in_use_and_its_decisions_as_they_are()
    {
        var (refused, loaded) = (0, 0);
        Parallel.For(0, 40, part =>
        {
            RandomModel models = new(part);
            var policy = models.Policy();
            var who = models.Subject(policy);
            var rows = policy.Resources.ToDictionary(r => r.Name, r => new[] { models.Row(r) });
            CompiledModel compiled = new(policy);
            var (current, may) = (compiled.Store.Current, Answers.Permitted(compiled, who, rows));
            Random random = new(part);
            for (var i = 0; i < Documents / 40; i++)
            {
                var bad = random.Next(2) == 0 ? ChangeBytes(compiled.Document, random) : ChangeStructure(compiled.Document, random);
                LoadResult<Policy> read;
                try
                {
                    read = PolicyReader.Read("bad.rbac.json", bad);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"{part}: {Encoding.UTF8.GetString(bad)}", e);
                }

                if (read.Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error))
                {
                    // Still a policy, if another one: it decides.
                    Interlocked.Increment(ref loaded);
                    SnapshotStore<Policy> other = new();
                    Assert.True(other.TryActivate(read, bad, out _));
                    PolicyDecisionPoint decisions = new(other);
                    Subject subject = new(who.Id, default, who.Roles);
                    Assert.All(decisions.WhatCan(subject), c => Assert.True(decisions.Check(subject, c).IsPermitted && decisions.Plan(subject, c).IsEverything));
                    Assert.All(other.Current.Value.Capabilities, c => Assert.True(decisions.Fields(subject, c).IsEmpty || !decisions.Plan(subject, c).IsNothing || decisions.Check(subject, c).Reason == DecisionReason.NeedsResource));
                    continue;
                }

                Interlocked.Increment(ref refused);
                Assert.False(compiled.Store.TryActivate(read, bad, out var active));
                Assert.Same(current, active);
                Assert.Same(current, compiled.Store.Current);
            }

            Assert.Equal(may, Answers.Permitted(compiled, who, rows));
        });
        Assert.True(refused > Documents / 2 && loaded > Documents / 100, $"{refused} refused, {loaded} loaded");
    }

    private static byte[] ChangeBytes(byte[] good, Random random)
    {
        List<byte> bytes = [.. good];
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 12));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - at - 1));
                    break;
                case 2:
                    var from = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(length, bytes.Count - from)));
                    break;
                case 3:
                    bytes.Insert(at, (byte)"{}[]\",:-0e"[random.Next(10)]);
                    break;
                default:
                    bytes.RemoveRange(Math.Max(at, 1), bytes.Count - Math.Max(at, 1));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] ChangeStructure(byte[] good, Random random)
    {
        var root = JsonNode.Parse(good)!;
        for (var n = random.Next(1, 3); n > 0; n--)
        {
            JsonNode[] all = [.. Everything(root)];
            var node = all[random.Next(all.Length)];
            var other = all[random.Next(all.Length)].DeepClone();
            switch (node.Parent)
            {
                case JsonObject parent when random.Next(4) is var way:
                    var name = node.GetPropertyName();
                    if (way == 0)
                        parent.Remove(name);
                    else if (way == 1)
                        parent[name] = Strange(random);
                    else if (way == 2)
                        parent[name] = other;
                    else if (!parent.ContainsKey(name + "x"))
                        parent[name + "x"] = node.DeepClone();
                    break;
                case JsonArray parent when random.Next(3) is var way:
                    if (way == 0)
                        parent.RemoveAt(node.GetElementIndex());
                    else if (way == 1)
                        parent.Add(Strange(random));
                    else
                        parent[node.GetElementIndex()] = other;
                    break;
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static JsonNode? Strange(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => 1e300,
        4 => "",
        5 => "$nobody",
        6 => new JsonArray(),
        7 => new JsonObject(),
        8 => new JsonArray(new JsonArray("a")),
        9 => "\u0000\ud7ff",
        10 => "9999-12-31T23:59:59Z",
        _ => new string('x', 300),
    };

    private static IEnumerable<JsonNode> Everything(JsonNode node) => (node switch
    {
        JsonObject o => o.Select(p => p.Value),
        JsonArray a => a,
        _ => Enumerable.Empty<JsonNode?>(),
    }).OfType<JsonNode>().SelectMany(Everything).Prepend(node);
}
