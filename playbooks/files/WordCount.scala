/*
 * Copyright (c) 2026, the sahara.dataprocessing contributors
 * GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

import org.apache.spark.{SparkConf, SparkContext}

/** Counts the words of a text. The arguments are the URLs of the text and of a folder for the counts, which must not exist. */
object WordCount {
  def main(arguments: Array[String]): Unit = {
    val Array(input, output) = arguments
    val spark = new SparkContext(new SparkConf().setAppName("WordCount"))
    val words = spark.textFile(input).flatMap(_.toLowerCase.split("[^a-z]+")).filter(_.nonEmpty)
    val counts = words.map(word => (word, 1)).reduceByKey(_ + _).sortByKey()
    counts.map { case (word, count) => s"$word\t$count" }.saveAsTextFile(output)
    spark.stop()
  }
}
