using System.Data;
using Dapper;
using Governance.Ethereum;

namespace Governance.Database;

/// <summary>How our own value types stand in columns: addresses, hashes and voting power as their bytes, big-endian, so that byte order is value order.</summary>
internal static class TypeHandlers
{
    private static readonly Lock Once = new();
    private static bool _registered;

    public static void Register()
    {
        lock (Once)
        {
            if (_registered) return;
            SqlMapper.AddTypeHandler(new BytesHandler<Address>(a => a.ToArray(), b => new Address(b)));
            SqlMapper.AddTypeHandler(new BytesHandler<Hash32>(h => h.ToArray(), b => new Hash32(b)));
            SqlMapper.AddTypeHandler(new BytesHandler<VotingPower>(p => p.ToBytes(), b => VotingPower.FromBytes(b)));
            _registered = true;
        }
    }

    private sealed class BytesHandler<T>(Func<T, byte[]> write, Func<byte[], T> read) : SqlMapper.TypeHandler<T>
    {
        public override void SetValue(IDbDataParameter parameter, T? value)
        {
            parameter.DbType = DbType.Binary;
            parameter.Value = value is null ? DBNull.Value : write(value);
        }

        public override T Parse(object value) => read((byte[])value);
    }
}
