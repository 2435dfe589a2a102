namespace Cks.Architecture.Tests
{
    /// <summary>Types that keep and break the rules.</summary>
    public static class Fixture
    {
        public enum Kind
        {
            One,
        }

        public interface IContract
        {
            ValueTask SaveAsync(string what);
        }

        public struct Value;

        public class Open;

        public sealed class Closed;

        public abstract class Base;

        public static class Static;

        public sealed class Calls : IAsyncDisposable
        {
            public static Task GoodAsync(int n, CancellationToken cancellationToken = default) => Task.Delay(n, cancellationToken);

            public static ValueTask<int> Load(CancellationToken cancellationToken) => ValueTask.FromResult(cancellationToken.GetHashCode());

            public static Task EarlyAsync(CancellationToken cancellationToken, int n) => Task.Delay(n, cancellationToken);

            public static IAsyncEnumerable<int> StreamAsync() => AsyncEnumerable.Empty<int>();

            public static int Count() => 1;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Stands where only extension classes may.</summary>
    public sealed class NotAnExtension;
}
