/*
 * Copyright (c) 2026, the sahara.dataprocessing contributors
 * GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

package sandbox

import java.net.{InetSocketAddress, Socket}
import java.nio.channels.SocketChannel
import org.apache.hadoop.net.StandardSocketFactory

/** Connects from the instance's own address. Linux itself would choose 127.0.0.1, which all instances share. */
class OwnAddress extends StandardSocketFactory {
  override def createSocket(): Socket = {
    val socket = SocketChannel.open().socket()
    socket.bind(new InetSocketAddress(System.getProperty("sandbox.address"), 0))
    socket
  }
}
