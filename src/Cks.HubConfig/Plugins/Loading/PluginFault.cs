using System.Reflection;

namespace Cks.HubConfig;

/// <summary>What a plugin threw, as text that was made on its own thread: the exception itself is its code, and nobody else asks it anything.</summary>
internal sealed class PluginFault(string kind, string text) : Exception(text)
{
    /// <summary>Name of the type of what it threw.</summary>
    public string Kind { get; } = kind;

    public static PluginFault Of(Exception thrown)
    {
        // A constructor that throws is told by reflection.
        if (thrown is TargetInvocationException { InnerException: { } inner })
            thrown = inner;
        try
        {
            return new(thrown.GetType().Name, thrown.ToString());
        }
#pragma warning disable CA1031 // what it throws when it is asked what it is says nothing
        catch (Exception)
#pragma warning restore CA1031
        {
            return new(thrown.GetType().Name, "It throws when it is asked what it is.");
        }
    }
}
