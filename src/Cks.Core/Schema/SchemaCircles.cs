namespace Cks.Core;

/// <summary>Finds schemas that would look at the same value for ever, because each is a part of the next.</summary>
internal static class SchemaCircles
{
    /// <summary>Reports one schema of each circle.</summary>
    public static void Report(IReadOnlyDictionary<SourceNode, SchemaNode> nodes, SchemaFaults faults)
    {
        var done = new HashSet<SchemaNode>(ReferenceEqualityComparer.Instance);
        var path = new HashSet<SchemaNode>(ReferenceEqualityComparer.Instance);
        var sources = (Dictionary<SchemaNode, SourceNode>?)null;
        // Not by recursion: a chain of references may be longer than the stack.
        var stack = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)>();
        foreach (var root in nodes.Values)
        {
            Enter(root);
            while (stack.TryPeek(out var top))
            {
                if (top.Next.MoveNext())
                {
                    Enter(top.Next.Current);
                    continue;
                }

                path.Remove(top.Node);
                done.Add(top.Node);
                stack.Pop();
            }
        }

        void Enter(SchemaNode node)
        {
            if (path.Contains(node))
                faults.Report((sources ??= nodes.ToDictionary(n => n.Value, n => n.Key))[node], "The schema applies itself to the same value and would never end.", "Refer to it from \"properties\" or \"items\".");
            else if (!done.Contains(node))
            {
                path.Add(node);
                stack.Push((node, node.InPlace().GetEnumerator()));
            }
        }
    }
}
